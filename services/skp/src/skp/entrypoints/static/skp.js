// The editor: live sum of the weights, autosave of the whole content, checklist and button from the server's answer.
// Without it each button of the form does the same with a page in between.
import { autosave, ikon, kirim } from "/statis/kinerja.js";

const form = document.getElementById("f-skp");
const bidang = (nama) => form.elements.namedItem(nama);
const teks = (nama) => bidang(nama)?.value ?? "";

/** "1.234,5" as "1234.5"; anything else, "20.5" too, goes as no figure at all, so that the server refuses it at its field. */
const angka = (ketikan) => {
  const rapi = ketikan.trim();
  if (!rapi) return null;
  return /^[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(rapi) ? rapi.replaceAll(".", "").replace(",", ".") : `?${rapi}`;
};

function target(ketikan) {
  const ujung = ketikan.trim().split(/\s*(?:-|–|s\.?\s?d\.?|sampai)\s*/);
  return ujung.length === 2 && ujung[0] ? { target: null, target_min: angka(ujung[0]), target_max: angka(ujung[1]) } : { target: angka(ketikan) };
}

let tersimpan = new Map(); // the stored RHK by id: what is folded is not in the form

/** The whole content as the API takes it. */
function isi() {
  const rhk = [];
  for (let i = 0; bidang(`rhk.${i}.jenis`); i += 1) {
    const n = `rhk.${i}`;
    if (bidang(`${n}.lipat`)) {
      rhk.push({ ...tersimpan.get(teks(`${n}.id`)), ...(bidang(`${n}.bobot`) && { bobot: angka(teks(`${n}.bobot`)) }) });
      continue;
    }
    const tautan = teks(`${n}.rhk_atasan_id`);
    const tertaut = tautan && tautan !== "lain";
    const indikator = [];
    for (let j = 0; bidang(`${n}.indikator.${j}.teks`); j += 1) {
      const m = `${n}.indikator.${j}`;
      const satu = { id: teks(`${m}.id`) || null, teks: teks(`${m}.teks`) };
      if (bidang(`${m}.aspek`)) {
        const [arah, cara, maksimal] = teks(`${m}.sifat`).split(" "); // one hidden field while the way of counting is folded
        Object.assign(satu, target(teks(`${m}.target`)), {
          aspek: teks(`${m}.aspek`), satuan: teks(`${m}.satuan`), target_teks: teks(`${m}.target_teks`), arah: arah || teks(`${m}.arah`),
          cara_hitung: cara || teks(`${m}.cara_hitung`), target_maksimal: bidang(`${m}.target_maksimal`)?.checked ?? maksimal === "maksimal",
        });
      }
      indikator.push(satu);
    }
    rhk.push({
      id: teks(`${n}.id`) || null, jenis: teks(`${n}.jenis`), teks: teks(`${n}.teks`), bobot: angka(teks(`${n}.bobot`)),
      rhk_atasan_id: tertaut ? tautan : null, rhk_atasan_teks: tertaut ? "" : teks(`${n}.rhk_atasan_teks`), penugasan_dari: teks(`${n}.penugasan_dari`), perspektif: teks(`${n}.perspektif`), klasifikasi: teks(`${n}.klasifikasi`), indikator,
    });
  }
  const baris = (nama) => teks(`lampiran.${nama}`).split("\n");
  return {
    rhk,
    lampiran: {
      dukungan_sumber_daya: baris("dukungan_sumber_daya"), skema_pertanggungjawaban: baris("skema_pertanggungjawaban"), konsekuensi: baris("konsekuensi"),
    },
  };
}

/** What is being written: in a revision the next version, which stands beside the one in force. */
const naskah = (skp) => ({ ...skp, rhk: skp.usulan?.rhk ?? skp.rhk, lampiran: skp.usulan?.lampiran ?? skp.lampiran });

/** The server's value of a field, for the comparison after a conflict. */
function nilaiServer(skp, nama) {
  let kini = naskah(skp);
  for (const bagian of nama.split(".")) kini = kini?.[bagian];
  if (Array.isArray(kini)) return kini.join("\n");
  return /\.(bobot|target)$/.test(nama) && kini != null ? String(kini).replace(".", ",") : kini;
}

/* ---- The weights, summed in hundredths, so that 99,99 is never taken for 100 ---- */

const rupa = (sen) => (sen / 100).toFixed(2).replace(".", ",");

function hitungBobot() {
  const isian = [...form.querySelectorAll("[data-bobot]")];
  const kartu = document.querySelector("[data-bobot-kartu]");
  if (!kartu) return;
  const sen = isian.map((el) => Math.round(Number(angka(el.value)) * 100) || 0);
  const jumlah = sen.reduce((a, b) => a + b, 0);
  const selisih = 10000 - jumlah;
  document.querySelectorAll("[data-jumlah-persen]").forEach((el) => (el.textContent = `${rupa(jumlah)} %`));
  kartu.querySelector("[data-jumlah-bobot]").textContent = rupa(jumlah);
  const batang = kartu.querySelectorAll("svg.k-bobot rect");
  const baris = kartu.querySelectorAll("tbody td");
  let x = 0;
  sen.forEach((nilai, i) => {
    batang[i]?.setAttribute("x", Math.min(x / 100, 100));
    batang[i]?.setAttribute("width", Math.max(0, Math.min(nilai / 100 - 0.4, 100)));
    if (baris[i]) baris[i].textContent = rupa(nilai);
    x += nilai;
  });
  const pesan = kartu.querySelector("[data-pesan-bobot]");
  const tempat = pesan.closest("p");
  tempat.className = `${selisih ? "k-salah" : "k-saran k-t-baik"} mb-0`;
  tempat.querySelector(".ikon")?.replaceWith(ikon(selisih ? "peringatan" : "cek"));
  pesan.textContent = selisih === 0 ? "Bobot genap 100,00 %." : `Jumlah bobot ${rupa(jumlah)} %. ${selisih > 0 ? `Tambahkan ${rupa(selisih)} % lagi.` : `Kurangi ${rupa(-selisih)} %.`}`;
}

/* ---- What the server says after each save ---- */

function jangkar(nama) {
  if (nama === "bobot") return "#j-bobot";
  if (nama === "rhk") return "#tambah";
  if (nama.endsWith(".indikator")) return `#${nama.slice(0, -10).replaceAll(".", "-")}`;
  const el = bidang(nama);
  if (!el) return "";
  el.id ||= `f-${nama.replaceAll(".", "-")}`;
  return `#${el.id}`;
}

function butir(kelas, gambar, kalimat, tujuan) {
  const li = document.createElement("li");
  const kata = document.createElement(tujuan ? "a" : "span");
  const bungkus = document.createElement("span");
  li.className = kelas;
  kata.textContent = kalimat;
  if (tujuan) kata.setAttribute("href", tujuan);
  bungkus.append(kata);
  li.append(ikon(gambar), bungkus);
  return li;
}

function perbarui(jawaban) {
  const skp = naskah(jawaban);
  tersimpan = new Map(skp.rhk.map((r) => [r.id, r]));
  skp.rhk.forEach((r, i) => {
    if (bidang(`rhk.${i}.id`)) bidang(`rhk.${i}.id`).value = r.id;
    r.indikator.forEach((d, j) => bidang(`rhk.${i}.indikator.${j}.id`) && (bidang(`rhk.${i}.indikator.${j}.id`).value = d.id));
  });
  const ul = document.querySelector("[data-syarat] ul");
  const daftar = skp.syarat.flatMap((s) =>
    s.terpenuhi ? [butir("k-ok", "cek", s.teks)] : s.masalah.slice(0, 4).map((m) => butir(s.wajib ? "k-belum" : "k-petunjuk", s.wajib ? "silang" : "lampu", m.teks, jangkar(m.bidang))));
  if (skp.saran.length) daftar.push(butir("k-petunjuk", "lampu", `${skp.saran.length} saran mutu, boleh diabaikan`));
  ul.replaceChildren(...daftar);
  document.querySelector("[data-siap]").textContent = `${skp.syarat.filter((s) => s.terpenuhi).length} dari ${skp.syarat.length}`;
  const aksi = skp.aksi.find((a) => a.kode === "ajukan");
  const tombol = document.querySelector("[data-ajukan]");
  const alasan = document.querySelector("[data-alasan]");
  if (aksi.boleh) {
    tombol.removeAttribute("aria-disabled");
    tombol.removeAttribute("aria-describedby");
  } else {
    tombol.setAttribute("aria-disabled", "true");
    tombol.setAttribute("aria-describedby", alasan.id);
  }
  alasan.hidden = aksi.boleh;
  alasan.querySelector("span").textContent = aksi.alasan;
  document.querySelectorAll("[data-sisa]").forEach((el) => (el.textContent = aksi.boleh ? "Siap diajukan" : "Belum siap"));
}

/* ---- Small things ---- */

function tampilkanAlasan(pilih) {
  const lain = pilih.parentElement.querySelector("input[name$='.rhk_atasan_teks']");
  if (lain) lain.hidden = pilih.value !== "lain";
}

if (form) {
  if (form.querySelector("[name$='.lipat']")) {
    const jawab = await kirim(form.dataset.api, { method: "GET" });
    if (jawab.ok) tersimpan = new Map(naskah(await jawab.json()).rhk.map((r) => [r.id, r]));
  }
  const simpan = autosave(form, { url: form.dataset.api, versi: form.dataset.versi, kumpulkan: isi, baca: nilaiServer, setelah: perbarui });
  form.addEventListener("input", (e) => e.target.matches("[data-bobot]") && hitungBobot());
  form.querySelectorAll("[data-tautan]").forEach((pilih) => {
    tampilkanAlasan(pilih);
    pilih.addEventListener("change", () => tampilkanAlasan(pilih));
  });
  document.querySelector("[data-tanpa-js]").hidden = true;
  // A button that posts the form waits for the save under way, so that the version it sends is the newest.
  let lewat = false;
  form.addEventListener("submit", async (e) => {
    if (lewat) return;
    e.preventDefault();
    const tombol = e.submitter;
    await simpan.simpanSekarang();
    lewat = true;
    setTimeout(() => form.requestSubmit(tombol)); // not inside the event that was prevented: the browser would ignore it
  });
}
