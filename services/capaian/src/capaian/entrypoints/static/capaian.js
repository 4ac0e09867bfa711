// The daily log and the report page, made quicker. Without this file every link loads its form and every button posts.

import { autosave, ikon } from "/statis/kinerja.js";

const form = document.getElementById("catat");

if (form) {
  const rhk = form.elements.rhk_id;
  const luar = document.getElementById("luar");
  const tampilkanLuar = () => (luar.hidden = rhk.value !== "luar");

  const isiSatuan = () => {
    const satuan = rhk.selectedOptions[0]?.dataset.satuan;
    if (satuan && !form.elements.satuan.value) form.elements.satuan.value = satuan;
  };

  const pilih = (nilai) => {
    rhk.value = nilai;
    form.elements.satuan.value = "";
    isiSatuan();
    tampilkanLuar();
    (nilai === "luar" ? form.elements.di_luar_skp : form.elements.uraian).focus();
  };

  document.addEventListener("click", (kejadian) => {
    const tombol = kejadian.target.closest("a[data-rhk]");
    if (!tombol) return;
    kejadian.preventDefault();
    pilih(tombol.dataset.rhk);
  });

  form.querySelectorAll("[data-langkah]").forEach((tombol) =>
    tombol.addEventListener("click", () => {
      const kini = Number(form.elements.kuantitas.value.replaceAll(".", "").replace(",", ".")) || 0;
      const baru = Math.max(0, kini + Number(tombol.dataset.langkah));
      form.elements.kuantitas.value = String(Math.round(baru * 10000) / 10000).replace(".", ",");
    }),
  );

  rhk.addEventListener("change", () => {
    isiSatuan();
    tampilkanLuar();
  });
  form.addEventListener("reset", () => setTimeout(tampilkanLuar));
  tampilkanLuar();
}

// The report: each field saves itself. A field that another tab or device changed meanwhile is merged, or asked about when both changed it.

const isian = document.getElementById("isian");
const BIDANG = ["angka", "teks", "dasar", "kendala", "tindak_lanjut"];

/** "1.234,5" as "1234.5"; anything else goes as no figure at all, so that the server refuses it at its field. */
const angkaServer = (ketikan) => {
  const rapi = ketikan.trim();
  if (!rapi) return null;
  return /^[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(rapi) ? rapi.replaceAll(".", "").replace(",", ".") : `?${rapi}`;
};

/** "1234.5" as the page writes it: "1.234,5". */
const angkaHalaman = (nilai) => {
  if (nilai == null) return "";
  const [bulat, pecahan] = String(nilai).split(".");
  return bulat.replace(/\B(?=(\d{3})+$)/g, ".") + (pecahan ? `,${pecahan}` : "");
};

if (isian) {
  const pisah = (nama) => [nama.slice(0, nama.lastIndexOf("-")), nama.slice(nama.lastIndexOf("-") + 1)];
  const isi = (bidang, kunci) => isian.elements[`${bidang}-${kunci}`];
  let terkirim = []; // the rows of the last request, for the server's "realisasi.0.angka"

  const kumpulkan = (_form, nama) => {
    terkirim = [...new Set(nama.map((n) => pisah(n)[1]))];
    const baris = (kunci) => {
      const teks = Object.fromEntries(BIDANG.slice(1).map((bidang) => [bidang, isi(bidang, kunci).value]));
      return { indikator_id: isi("angka", kunci).dataset.indikator, angka: angkaServer(isi("angka", kunci).value), ...teks };
    };
    return { realisasi: terkirim.map(baris) };
  };
  const baca = (laporan, nama) => {
    const [bidang, kunci] = pisah(nama);
    const satu = laporan.realisasi?.find((r) => r.indikator_id === isi("angka", kunci).dataset.indikator);
    return bidang === "angka" ? angkaHalaman(satu?.angka) : (satu?.[bidang] ?? "");
  };
  const sebut = (nama) => {
    const [bidang, kunci] = pisah(nama);
    const indikator = isi("angka", kunci).labels[0].querySelector("strong").textContent;
    return bidang === "angka" ? indikator : `${indikator}: ${isi(bidang, kunci).labels[0].firstChild.textContent.trim()}`;
  };
  const bidang = (nama) => nama.replace(/^realisasi\.(\d+)\.(\w+)$/, (_, n, satu) => `${satu}-${terkirim[n]}`);

  /** The first row of what sending asks for follows each save. */
  const setelah = (laporan) => {
    const baris = document.querySelector("#j-kirim")?.closest("section").querySelector("ul.k-syarat li");
    const kini = new Set(laporan.realisasi.filter((r) => r.angka != null || r.teks || r.kendala).map((r) => r.indikator_id));
    const wajib = [...isian.querySelectorAll("[data-indikator]")].length;
    if (!baris) return;
    baris.className = kini.size >= wajib ? "k-ok" : "k-belum";
    baris.querySelector(".ikon").replaceWith(ikon(kini.size >= wajib ? "cek" : "silang"));
    const kata = baris.querySelector(":scope > span");
    kata.firstChild.textContent = kini.size >= wajib ? "Sudah: " : "Belum: ";
    kata.lastChild.textContent = kini.size >= wajib ? "Semua indikator terisi" : `${kini.size} dari ${wajib} indikator terisi`;
  };

  const simpan = autosave(isian, { url: isian.dataset.url, gabung: true, kumpulkan, baca, sebut, bidang, setelah });

  // A button that posts the form waits for the save under way, so that the version it sends is the newest.
  let lewat = false;
  isian.addEventListener("submit", async (kejadian) => {
    if (lewat) return;
    kejadian.preventDefault();
    if (!(await simpan.simpanSekarang())) return;
    lewat = true;
    setTimeout(() => isian.requestSubmit(kejadian.submitter));
  });
}
