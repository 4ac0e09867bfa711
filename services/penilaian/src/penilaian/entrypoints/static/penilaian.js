// The rating page: autosave per field, the quadrant that follows the two ratings, evidence beside the rows, and single keys.
// Without it the page is one form with its buttons.

import { autosave, bolehPintasan, kirim, suara } from "/statis/kinerja.js";

const BAWAH = "di_bawah_ekspektasi", SESUAI = "sesuai_ekspektasi", ATAS = "di_atas_ekspektasi";
const KUADRAN = {
  [ATAS]: { [BAWAH]: "kurang", [SESUAI]: "baik", [ATAS]: "sangat_baik" },
  [SESUAI]: { [BAWAH]: "kurang", [SESUAI]: "baik", [ATAS]: "baik" },
  [BAWAH]: { [BAWAH]: "sangat_kurang", [SESUAI]: "butuh_perbaikan", [ATAS]: "butuh_perbaikan" },
};
const PREDIKAT = { sangat_baik: ["SB", "Sangat Baik"], baik: ["B", "Baik"], butuh_perbaikan: ["BP", "Butuh Perbaikan"], kurang: ["K", "Kurang"], sangat_kurang: ["SK", "Sangat Kurang"] };
const SKOR_TANDA = { [BAWAH]: "80", [SESUAI]: "100", [ATAS]: "110" };
const MINIMAL = 30;

const form = document.getElementById("nilai");
const pilih = (nama) => form.querySelector(`input[name="${nama}"]:checked`)?.value ?? "";
const angka = (teks) => {
  const rapi = teks.trim();
  return /^\d{1,3}(,\d+)?$/.test(rapi) ? Number(rapi.replace(",", ".")) : null;
};
const tandaDari = (skor) => (skor >= 110 ? ATAS : skor >= 90 ? SESUAI : BAWAH);
const tulis = (n) => n.toLocaleString("id-ID", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/* ---- The two ratings and what follows from them ---- */

function perbaruiKuadran() {
  const hasil = pilih("rating_hasil"), perilaku = pilih("rating_perilaku");
  form.querySelectorAll(".k-panel .k-kuadran td[data-sel]").forEach((sel) => {
    if (sel.dataset.sel === `${hasil} ${perilaku}`) sel.setAttribute("aria-current", "true");
    else sel.removeAttribute("aria-current");
  });
  const kode = KUADRAN[hasil]?.[perilaku], kotak = form.querySelector("[data-hasil]");
  if (!kode || !kotak) return;
  const [pendek, nama] = PREDIKAT[kode];
  kotak.className = `k-hasil-akhir k-p-${pendek.toLowerCase()}`;
  const label = document.createElement("span"), b = document.createElement("b"), teks = document.createElement("span");
  label.className = `k-predikat k-p-${pendek.toLowerCase()}`;
  b.setAttribute("aria-hidden", "true");
  b.textContent = pendek;
  teks.className = "fs-5";
  teks.textContent = nama;
  label.append(b, teks);
  kotak.querySelector("[data-predikat]").replaceChildren(label);
  perbaruiSejalan(kode);
}

function perbaruiSejalan(kode) {
  const kotak = form.querySelector("[data-hasil]"), menurutAngka = kotak.dataset.angka;
  if (!menurutAngka) return;
  kotak.querySelector("[data-sejalan]").textContent =
    menurutAngka === kode ? "Angka dan kuadran sejalan." : `Menurut pita angka ${PREDIKAT[menurutAngka][1]}; kuadran yang berlaku.`;
}

/** The reason's counter says whether it is due: not sesuai, or against the suggestion that the server gave last. */
const saran = {};
function perbaruiWajib() {
  for (const [rating, alasan] of [["rating_hasil", "alasan_hasil"], ["rating_perilaku", "alasan_perilaku"]]) {
    const nilai = pilih(rating), bidang = form.elements[alasan], hitung = document.querySelector(`[data-penghitung="${bidang.id}"]`);
    const wajib = nilai && (nilai !== SESUAI || (saran[rating] && saran[rating] !== nilai));
    hitung.dataset.palingSedikit = wajib ? MINIMAL : 0;
    hitung.textContent = `${bidang.value.trim().length} karakter${wajib ? `, wajib ${MINIMAL}` : ""}`;
  }
}

function perbaruiDariServer(isi) {
  saran.rating_hasil = isi.saran?.rating_hasil;
  saran.rating_perilaku = isi.saran?.rating_perilaku;
  const kotak = form.querySelector("[data-hasil]"), nkp = form.querySelector("[data-nkp]"), rerata = form.querySelector("[data-rerata]");
  kotak.dataset.angka = isi.predikat_angka ?? "";
  if (nkp) nkp.textContent = isi.nkp === null ? "\u2013" : tulis(Number(isi.nkp));
  if (rerata) rerata.textContent = isi.nilai_perilaku === null ? "\u2013" : tulis(Number(isi.nilai_perilaku));
  const tetapkan = (isi.aksi ?? []).find((a) => a.kode === "tetapkan"), tombol = form.querySelector("[data-tetapkan]"), alasan = form.querySelector("[data-alasan-tetapkan]");
  if (tetapkan && tombol && alasan) {
    alasan.hidden = tetapkan.boleh;
    alasan.querySelector("span").textContent = tetapkan.alasan;
    if (tetapkan.boleh) tombol.removeAttribute("aria-disabled");
    else {
      tombol.setAttribute("aria-disabled", "true");
      tombol.setAttribute("aria-describedby", alasan.id);
    }
  }
  perbaruiJejak(isi.jejak);
  perbaruiKuadran();
  perbaruiWajib();
}

/** The trace panel follows the figures that the server has just computed. */
function perbaruiJejak(jejak) {
  const tabel = form.querySelector("#jejak .k-jejak");
  if (!jejak || !tabel) return;
  const baris = (nama, hitungan, rumus, nilai) => {
    const tr = document.createElement("tr"), th = document.createElement("th"), cara = document.createElement("td"), angkaSel = document.createElement("td");
    th.scope = "row";
    th.textContent = nama;
    cara.textContent = hitungan;
    if (rumus) {
      const kecil = document.createElement("span");
      kecil.className = "k-rumus";
      kecil.textContent = rumus;
      cara.append(kecil);
    }
    angkaSel.textContent = tulis(Number(nilai));
    tr.append(th, cara, angkaSel);
    return tr;
  };
  const isi = [];
  let rincian = [], nkp = null;
  for (const l of jejak.langkah) {
    if (l.jenis === "indikator" || l.jenis === "rhk") rincian.push(l.rumus);
    else if (l.jenis === "nkp") nkp = l;
    else {
      isi.push(baris(l.nama, l.rumus, l.jenis === "sumbangan" ? rincian.join("; ") : "", l.nilai));
      rincian = [];
    }
  }
  tabel.tBodies[0].replaceChildren(...isi);
  tabel.deleteTFoot();
  if (nkp) tabel.createTFoot().append(baris("NKP", nkp.rumus, "", nkp.nilai));
  const judul = form.querySelector("#jejak h3"), terakhir = nkp ?? jejak.langkah.at(-1);
  if (judul && terakhir) judul.textContent = `Mengapa ${tulis(Number(terakhir.nilai))}?`;
}

/* ---- Score and mark of a behaviour row follow each other ---- */

function ikutiSkor(isian) {
  const skor = angka(isian.value), salah = isian.value.trim() !== "" && (skor === null || skor > 120);
  tandaiSkor(isian, salah);
  if (skor === null || salah) return;
  const radio = form.querySelector(`input[name="perilaku-${isian.name.slice(5)}"][value="${tandaDari(skor)}"]`);
  if (radio && !radio.checked) {
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** The server refuses it too; here the row itself says so. */
function tandaiSkor(isian, salah) {
  const id = `salah-${isian.id}`;
  document.getElementById(id)?.remove();
  isian.classList.toggle("is-invalid", salah);
  if (!salah) {
    isian.removeAttribute("aria-invalid");
    isian.removeAttribute("aria-describedby");
    return;
  }
  const pesan = document.createElement("p");
  pesan.className = "k-salah mb-0";
  pesan.id = id;
  pesan.textContent = "Angka 0 sampai 120, pecahan dengan koma.";
  isian.setAttribute("aria-invalid", "true");
  isian.setAttribute("aria-describedby", id);
  isian.after(pesan);
}

function ikutiTanda(radio) {
  const isian = form.elements[`skor-${radio.name.slice(9)}`];
  if (!isian) return;
  const skor = angka(isian.value);
  if (skor !== null && tandaDari(skor) === radio.value) return;
  isian.value = SKOR_TANDA[radio.value];
  tandaiSkor(isian, false);
  isian.dispatchEvent(new Event("input", { bubbles: true }));
}

/* ---- Autosave ---- */

/** Rows of RHK are numbered in the page; the API knows them by id. */
const idRhk = (nomor) => form.querySelector(`[data-baris="rhk-${nomor}"]`).dataset.rhk;

function kumpulkan(f, nama) {
  const isi = {}, perilaku = {}, rhk = {};
  for (const n of nama) {
    const nilai = f.elements.namedItem(n)?.value ?? "";
    if (n.startsWith("skor-")) (perilaku[n.slice(5)] ??= {}).skor = nilai.trim() === "" ? null : nilai.trim().replace(",", ".");
    else if (n.startsWith("perilaku-")) (perilaku[n.slice(9)] ??= {}).rating = nilai || null;
    else if (n.startsWith("rhk-")) (rhk[idRhk(n.slice(4))] ??= {}).rating = nilai || null;
    else if (n.startsWith("catatan-")) (rhk[idRhk(n.slice(8))] ??= {}).catatan = nilai;
    else if (n.startsWith("rating_")) isi[n] = nilai || null;
    else if (["alasan_hasil", "alasan_perilaku", "gagasan_baru", "catatan", "organisasi_belum", "alasan_pola"].includes(n)) isi[n] = nilai;
  }
  if (Object.keys(perilaku).length) isi.perilaku = Object.entries(perilaku).map(([kode, p]) => ({ kode, ...p }));
  if (Object.keys(rhk).length) isi.catatan_rhk = rhk;
  return isi;
}

function baca(isi, nama) {
  const satu = (kode) => isi.perilaku?.find((p) => p.kode === kode);
  if (nama.startsWith("skor-")) return (satu(nama.slice(5))?.skor ?? "").replace(".", ",");
  if (nama.startsWith("perilaku-")) return satu(nama.slice(9))?.rating ?? "";
  if (nama.startsWith("rhk-")) return isi.catatan_rhk?.[idRhk(nama.slice(4))]?.rating ?? "";
  if (nama.startsWith("catatan-")) return isi.catatan_rhk?.[idRhk(nama.slice(8))]?.catatan ?? "";
  return isi[nama] ?? "";
}

/* ---- Evidence in the panel ---- */

const bukti = [...form.querySelectorAll("a.k-bukti")];
let buktiKini = -1;

function bukaBukti(letak, pembuka) {
  if (!bukti.length) return;
  buktiKini = (letak + bukti.length) % bukti.length;
  const tautan = bukti[buktiKini], lembar = form.querySelector("[data-bukti-lembar]");
  form.querySelector("[data-bukti-nama]").textContent = tautan.querySelector("strong").textContent;
  form.querySelector("[data-bukti-kosong]").hidden = true;
  lembar.hidden = false;
  const bingkai = lembar.querySelector("iframe");
  bingkai.style.height = "70vh";
  bingkai.src = `${tautan.getAttribute("href")}?panel=1`;
  if (pembuka) asalBukti = pembuka;
  location.hash = "#bukti";
}
let asalBukti = null;

function tutupBukti() {
  location.hash = "#rating";
  asalBukti?.focus();
  asalBukti = null;
}

/* ---- Keys (ui rules: never in a field, never with a modifier, off when the person says so) ---- */

const baris = () => [...form.querySelectorAll("[data-baris]")].filter((b) => b.querySelector("input[type=radio]"));

function keBaris(letak) {
  const daftar = baris(), b = daftar[Math.max(0, Math.min(letak, daftar.length - 1))];
  (b?.querySelector("input[type=radio]:checked") ?? b?.querySelector("input[type=radio]"))?.focus();
  b?.scrollIntoView({ block: "nearest" });
}

function beri(kini, nilai) {
  const b = baris()[kini], radio = b?.querySelector(`input[type=radio][value="${nilai}"]`);
  if (!radio) return;
  radio.click();
  radio.focus();
  if (!radio.name.startsWith("rating_")) return;
  const alasan = b.querySelector("textarea"), hitung = document.querySelector(`[data-penghitung="${alasan.id}"]`);
  if (Number(hitung.dataset.palingSedikit) && alasan.value.trim().length < MINIMAL) alasan.focus();
  else if (radio.name === "rating_hasil") keBaris(kini + 1);
  else document.querySelector("[data-simpan]")?.focus();
}

function isiKosong() {
  const kosong = baris().filter((b) => !b.dataset.baris.startsWith("rating_") && !b.querySelector("input[type=radio]:checked"));
  kosong.forEach((b) => b.querySelector(`input[type=radio][value="${SESUAI}"]`).click());
  suara(kosong.length ? `${kosong.length} baris menjadi sesuai.` : "Tidak ada baris yang kosong.");
}

async function pindah(alamat, simpanDulu) {
  if (alamat && (await simpanDulu())) location.assign(alamat);
}

function pintasan(e, simpanDulu) {
  if (!bolehPintasan(e)) return;
  const daftar = baris(), kini = daftar.findIndex((b) => b.contains(document.activeElement));
  const tulisBoleh = !("baca" in form.dataset);
  const kerja = {
    1: tulisBoleh && (() => beri(kini, BAWAH)), 2: tulisBoleh && (() => beri(kini, SESUAI)), 3: tulisBoleh && (() => beri(kini, ATAS)),
    ArrowDown: () => keBaris(kini + 1), ArrowUp: () => keBaris(kini - 1),
    j: () => pindah(form.dataset.sesudah, simpanDulu), k: () => pindah(form.dataset.sebelum, simpanDulu),
    r: () => keBaris(daftar.findIndex((b) => b.dataset.baris === "rating_hasil")),
    a: tulisBoleh && isiKosong,
    e: () => {
      const tautan = daftar[kini]?.querySelector("a.k-bukti");
      bukaBukti(tautan ? bukti.indexOf(tautan) : 0, document.activeElement);
    },
    c: () => daftar[kini]?.querySelector("textarea")?.focus(),
    s: tulisBoleh && (() => document.querySelector("[data-simpan]")?.click()),
    Escape: location.hash === "#bukti" && tutupBukti,
  }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
  if (!kerja) return;
  e.preventDefault();
  kerja();
}

/* ---- Start ---- */

if (form) {
  const membaca = "baca" in form.dataset;
  const simpanan = membaca ? null : autosave(form, { url: form.dataset.url, kumpulkan, baca, setelah: perbaruiDariServer });
  if (membaca) form.querySelectorAll("input, textarea").forEach((isian) => (isian.disabled = true));
  const simpanDulu = () => (simpanan ? simpanan.simpanSekarang() : Promise.resolve(true));
  if (!membaca) {
    kirim(form.dataset.url, { method: "GET" }).then((jawab) => jawab.ok && jawab.json().then((isi) => ((saran.rating_hasil = isi.saran?.rating_hasil), (saran.rating_perilaku = isi.saran?.rating_perilaku)))).catch(() => {});
  }
  form.addEventListener("input", (e) => e.isTrusted && e.target.name?.startsWith("skor-") && ikutiSkor(e.target));
  form.addEventListener("change", (e) => {
    if (e.target.name?.startsWith("perilaku-") && e.isTrusted) ikutiTanda(e.target);
    if (e.target.name?.startsWith("rating_")) {
      perbaruiKuadran();
      perbaruiWajib();
    }
  });
  document.addEventListener("keydown", (e) => pintasan(e, simpanDulu));
  form.addEventListener("click", (e) => {
    const tautan = e.target.closest("a.k-bukti"), geser = e.target.closest("[data-bukti-geser]");
    if (tautan && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      e.preventDefault();
      bukaBukti(bukti.indexOf(tautan), tautan);
    } else if (geser) bukaBukti(buktiKini + Number(geser.dataset.buktiGeser));
    else if (e.target.closest("[data-tutup-bukti]")) {
      e.preventDefault();
      tutupBukti();
    }
  });
  document.querySelectorAll("a[href^='/penilaian/']:not(.k-bukti)").forEach((tautan) =>
    tautan.addEventListener("click", (e) => {
      if (membaca || e.ctrlKey || e.metaKey || e.shiftKey || !form.contains(tautan)) return;
      e.preventDefault();
      pindah(tautan.getAttribute("href"), simpanDulu);
    }),
  );
  form.querySelector("[data-tetapkan]")?.addEventListener("click", simpanDulu);
  document.querySelector("[data-simpan]")?.addEventListener("click", async (e) => {
    e.preventDefault();
    const { tujuan } = e.currentTarget.dataset;
    if (await simpanDulu()) location.assign(tujuan);
  });
}
