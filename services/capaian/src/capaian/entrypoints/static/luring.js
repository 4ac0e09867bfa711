// The daily log without signal: what is saved goes through the device's queue (antrean.js), is shown until it has arrived, and never lost silently.
// On the day's page it takes over the form; in the shell that the device keeps (data-kulit) it also fills the page with the day as last seen.

import { ikon, tandaiSalah } from "/statis/kinerja.js";

const antrean = self.antrean;
const form = document.querySelector("form[data-antrean]");
const kulit = document.querySelector("[data-kulit]");
const kabar = document.getElementById("kabar-luring");
const kartu = document.getElementById("antrean");
const TERBESAR = 10 * 1024 * 1024;
const TERBANYAK = 5;
const SABAR = 8_000; // how long the list may take to follow
const JEDA_TERLAMA = 300_000;
const AKUN = "kinerja:akun"; // whose session this browser holds; kinerja.js writes it on every page and forgets it at sign-out

const ingatan = (kerja) => {
  try {
    return kerja(localStorage);
  } catch {
    return null;
  }
};
const akun = document.querySelector('meta[name="pegawai"]')?.content ?? ingatan((s) => s.getItem(AKUN)) ?? "";
const teks = (el, kata) => el && (el.textContent = kata);
const pukul = (saat) => new Date(saat).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
let disunting = null; // the waiting entry that the form holds, when it is being mended
let hariIni = ""; // of the shell, by the server's clock

/* ---- What the form says ---- */

const ALAMAT = /^https?:\/\/([^\s/?#]+)\S*$/i;
const ANGKA = /^(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/;

/** The body of the API's request, and what is wrong with it already here. */
function baca() {
  const nilai = (nama) => form.elements[nama].value.trim();
  const galat = {};
  const angka = nilai("kuantitas").replace(/^-/, "");
  if (angka && !ANGKA.test(angka)) galat.kuantitas = /^\d+\.\d+$/.test(angka) ? `Tulis pecahan dengan koma: ${angka.replace(".", ",")}.` : "Tulis angka saja, misalnya 12 atau 1.234,56.";
  const jam = (nama) => {
    const ketikan = nilai(nama).replace(".", ":");
    if (ketikan && !/^([01]\d|2[0-3]):[0-5]\d$/.test(ketikan)) galat[nama] = "Tulis jamnya, misalnya 08.30.";
    return ketikan || null;
  };
  const luar = nilai("rhk_id") === "luar";
  const rencana = nilai("rhk_id").startsWith("rencana:") ? nilai("rhk_id").slice(8) : "";
  if (luar && !nilai("di_luar_skp")) galat.di_luar_skp = "Tulis alasan pekerjaan ini di luar SKP.";
  const isian = {
    tanggal: form.elements.tanggal.value || hariIni,
    rhk_id: luar || rencana ? null : nilai("rhk_id") || null,
    ...(rencana && { rencana_aksi_id: rencana }), // its RHK comes with it
    di_luar_skp: luar ? nilai("di_luar_skp") : "",
    uraian: form.elements.uraian.value,
    kuantitas: nilai("kuantitas") ? nilai("kuantitas").replaceAll(".", "").replace(",", ".") : null,
    satuan: nilai("satuan"),
    mulai: jam("mulai"),
    selesai: jam("selesai"),
    lokasi_kerja: form.elements.lokasi_kerja.value,
  };
  const berkas = [...form.elements.berkas.files];
  const besar = berkas.find((b) => b.size > TERBESAR);
  if (besar) galat.berkas = `${besar.name} lebih besar dari 10 MB. Kecilkan atau bagi menjadi beberapa berkas.`;
  else if (berkas.length + (disunting?.berkas.length ?? 0) > TERBANYAK) galat.berkas = `Paling banyak ${TERBANYAK} berkas untuk satu catatan.`;
  const tautan = nilai("tautan");
  if (tautan && !ALAMAT.test(tautan)) galat.tautan = "Tulis alamat lengkapnya, mulai dengan https://";
  return { isian, berkas, tautan, galat };
}

const bidangForm = ["rhk_id", "di_luar_skp", "uraian", "kuantitas", "satuan", "mulai", "selesai", "berkas", "tautan"];

function tandai(galat) {
  bidangForm.forEach((nama) => tandaiSalah(form, nama, [].concat(galat[nama] ?? []).join(" ")));
  const pertama = bidangForm.find((nama) => galat[nama]);
  if (pertama) form.elements[pertama].focus();
}

function isi(catatan) {
  const c = catatan.isian;
  const ketikan = { ...c, rhk_id: c.rencana_aksi_id ? `rencana:${c.rencana_aksi_id}` : (c.rhk_id ?? (c.di_luar_skp ? "luar" : "")), kuantitas: (c.kuantitas ?? "").replace(".", ","), mulai: (c.mulai ?? "").replace(":", "."), selesai: (c.selesai ?? "").replace(":", ".") };
  for (const nama of ["tanggal", "rhk_id", "di_luar_skp", "uraian", "kuantitas", "satuan", "mulai", "selesai", "lokasi_kerja"]) form.elements[nama].value = ketikan[nama] ?? "";
  form.elements.rhk_id.dispatchEvent(new Event("change"));
}

function kosongkan() {
  const { tanggal, lokasi_kerja } = form.elements;
  const tetap = [tanggal.value, lokasi_kerja.value];
  form.elements.uraian.value = "";
  form.reset();
  for (const nama of ["uraian", "kuantitas", "mulai", "selesai", "di_luar_skp", "tautan"]) form.elements[nama].value = "";
  [tanggal.value, lokasi_kerja.value] = tetap;
  disunting = null;
  ingatan((s) => s.removeItem(kunciDraf()));
  tandai({});
  teks(form.querySelector("button[type=submit]").lastChild, "Simpan catatan");
}

/* ---- Half-written: kept until it is saved, also when the phone closes the page ---- */

const KETIKAN = ["rhk_id", "di_luar_skp", "uraian", "kuantitas", "satuan", "mulai", "selesai", "lokasi_kerja"];
const kunciDraf = () => `kinerja:draf:${akun}:catat:${form.elements.tanggal.value}`; // kinerja.js forgets drafts at sign-out

function ingatKetikan() {
  if (disunting) return;
  const ketikan = Object.fromEntries(KETIKAN.map((nama) => [nama, form.elements[nama].value]));
  ingatan((s) => (ketikan.uraian.trim() ? s.setItem(kunciDraf(), JSON.stringify(ketikan)) : s.removeItem(kunciDraf())));
}

function pulihkanKetikan() {
  const ketikan = JSON.parse(ingatan((s) => s.getItem(kunciDraf())) ?? "null");
  if (!ketikan || form.elements.uraian.value) return;
  for (const nama of KETIKAN) form.elements[nama].value = ketikan[nama];
  form.elements.rhk_id.dispatchEvent(new Event("change"));
}

const tersentuh = () => Boolean(form && (form.elements.uraian.value.trim() || form.elements.berkas.files.length || disunting));

/* ---- Saving ---- */

const acak = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

async function catat(e) {
  if (e.submitter?.name || !akun) return; // another deed of the form
  e.preventDefault();
  const { isian, berkas, tautan, galat } = baca();
  tandai(galat);
  if (Object.keys(galat).length) return;
  const lama = disunting;
  const catatan = {
    kunci: lama?.kunci ?? acak(),
    akun,
    dibuat: lama?.dibuat ?? Date.now(),
    isian,
    rhk: form.elements.rhk_id.selectedOptions[0]?.textContent ?? "",
    berkas: [
      ...(lama?.berkas ?? []),
      ...berkas.map((b) => ({ kunci: acak(), nama: b.name, isi: b, galat: "" })),
      ...(tautan ? [{ kunci: acak(), nama: ALAMAT.exec(tautan)[1], tautan, galat: "" }] : []),
    ],
    progres: null,
    galat: null,
  };
  const tombol = form.querySelector("button[type=submit]");
  tombol.disabled = true;
  try {
    if (lama && !(await antrean.ganti(lama.kunci, catatan))) {
      tombol.disabled = false;
      kosongkan();
      beri("awas", "Catatan itu sudah terkirim sebelum diperbaiki.", "Ubah lewat daftar catatan yang sudah sampai.");
      return;
    }
    if (!lama) await antrean.simpan(catatan);
  } catch {
    tombol.disabled = false;
    if (kulit) beri("buruk", "Belum tersimpan: penyimpanan perangkat ini penuh atau tertutup.", "Kosongkan ruang di perangkat lalu simpan lagi. Isian Anda masih di formulir.");
    else HTMLFormElement.prototype.submit.call(form);
    return;
  }
  navigator.storage?.persist?.();
  kosongkan(); // it stands in the queue now; the next one may be written while this one travels
  tombol.disabled = false;
  await gambar();
  await kirim(catatan.kunci);
  const sisa = await antrean.satu(catatan.kunci);
  if (!sisa?.galat || sisa.progres || tersentuh()) return;
  if (kulit || lama) {
    perbaiki(sisa);
    return;
  }
  isi(sisa); // nothing was written: the page itself says what is wrong, with the same form
  const titipan = new DataTransfer();
  sisa.berkas.forEach((b) => (b.tautan ? (form.elements.tautan.value = b.tautan) : titipan.items.add(b.isi)));
  form.elements.berkas.files = titipan.files;
  await antrean.ganti(sisa.kunci, null);
  HTMLFormElement.prototype.submit.call(form);
}

/* ---- Sending, and trying again ---- */

let jeda = 0;
let pengingat = null;

async function kirim(kunci = "") {
  clearTimeout(pengingat);
  const hasil = await antrean.kirim();
  if (hasil.terkirim.length) {
    jeda = 0;
    await muatDaftar(hasil, kunci);
  }
  await gambar(hasil.keadaan, hasil.terkirim.length);
  if (hasil.keadaan === "luring" && (await antrean.milik(akun)).some((c) => !c.galat)) {
    jeda = Math.min(jeda ? jeda * 2 : 5_000, JEDA_TERLAMA);
    pengingat = setTimeout(kirim, jeda);
    navigator.serviceWorker?.ready.then((kerja) => kerja.sync?.register("kirim-catatan")).catch(() => null);
  }
  return hasil;
}

/** What arrived stands in the day's list and in the month, before it is said. */
async function muatDaftar(hasil, kunci) {
  if (kulit || !hasil.terkirim.some((c) => c.kunci === kunci || c.isian.tanggal === form?.elements.tanggal.value)) return;
  const jawab = await fetch(location.pathname + location.search, { cache: "no-store", signal: AbortSignal.timeout?.(SABAR) }).catch(() => null);
  if (!jawab?.ok) return;
  const baru = new DOMParser().parseFromString(await jawab.text(), "text/html");
  for (const id of ["j-tercatat", "j-bulan"]) {
    const [dulu, kini] = [document.getElementById(id)?.closest("section"), baru.getElementById(id)?.closest("section")];
    if (dulu && kini) dulu.replaceWith(kini);
  }
}

/* ---- What is shown ---- */

function beri(nada, judul, kalimat, masuk = false) {
  kabar.hidden = false;
  kabar.className = `k-catatan mb-3${nada ? ` k-${nada}` : ""}`;
  kabar.querySelector(".ikon").replaceWith(ikon(nada === "baik" ? "cek" : nada === "buruk" ? "peringatan" : "luring"));
  teks(kabar.querySelector("[data-judul]"), judul);
  teks(kabar.querySelector("[data-teks]"), kalimat);
  kabar.querySelector("[data-masuk]").hidden = !masuk;
}

const terbuang = new Map(); // dropped on this page, until it is left: can be taken back

async function gambar(keadaan = "", terkirim = 0) {
  const daftar = await antrean.milik(akun);
  ingatan((s) => (daftar.length ? s.setItem(`kinerja:tertunda:${akun}`, daftar.length) : s.removeItem(`kinerja:tertunda:${akun}`)));
  const menunggu = daftar.filter((c) => !c.galat).length;
  if (keadaan === "masuk") beri("awas", "Sesi Anda berakhir.", daftar.length ? `${daftar.length} catatan tetap di perangkat ini.` : "", true);
  else if (menunggu && (keadaan === "luring" || !navigator.onLine)) beri("awas", `Sedang luring. ${menunggu} catatan menunggu di perangkat ini.`, "Tetap boleh mencatat. Semuanya terkirim sendiri begitu ada sinyal; ketepatan dihitung saat catatan sampai.");
  else if (daftar.length > menunggu) beri("awas", `${daftar.length - menunggu} catatan perlu Anda perbaiki.`, "Server menolaknya dan mengatakan sebabnya di bawah. Tidak ada yang hilang.");
  else if (terkirim) beri("baik", "Catatan tersimpan.", terkirim > 1 ? `${terkirim} catatan terkirim.` : "");
  else if (kulit) beri("awas", "Sedang luring.", "Tetap boleh mencatat. Semuanya terkirim sendiri begitu ada sinyal; ketepatan dihitung saat catatan sampai.");
  else if (!menunggu && !kabar.classList.contains("k-baik")) kabar.hidden = true;
  if (!kartu) return;
  const semua = [...daftar, ...terbuang.values()].sort((a, b) => a.dibuat - b.dibuat);
  kartu.hidden = !semua.length;
  teks(kartu.querySelector("[data-jumlah]"), `${daftar.length} catatan`);
  kartu.querySelector("ul").replaceChildren(...semua.map(baris));
}

function tombolKecil(gambarnya, kata, kerja) {
  const tombol = document.createElement("button");
  tombol.type = "button";
  tombol.className = "btn btn-sm btn-polos";
  tombol.append(ikon(gambarnya), kata);
  tombol.addEventListener("click", kerja);
  return tombol;
}

function baris(catatan) {
  if (terbuang.has(catatan.kunci)) {
    const li = document.createElement("li");
    const kembali = async () => {
      terbuang.delete(catatan.kunci);
      await antrean.simpan(catatan);
      kirim();
    };
    li.append("Catatan dibuang dari perangkat ini. ", tombolKecil("ulang", "Urungkan", kembali));
    return li;
  }
  const li = kartu.querySelector("template").content.firstElementChild.cloneNode(true);
  const salah = Boolean(catatan.galat);
  const chip = li.querySelector(".k-chip");
  chip.classList.add(salah ? "k-buruk" : "k-awas");
  chip.querySelector(".ikon").replaceWith(ikon(salah ? "peringatan" : "luring"));
  teks(li.querySelector("[data-keadaan]"), salah ? "Perlu diperbaiki" : "Belum terkirim");
  teks(li.querySelector("[data-waktu]"), pukul(catatan.dibuat));
  teks(li.querySelector("[data-uraian]"), catatan.isian.uraian);
  const hitungan = catatan.isian.kuantitas ? `${catatan.isian.kuantitas.replace(".", ",")} ${catatan.isian.satuan}`.trim() : "";
  teks(li.querySelector("[data-rincian]"), [hitungan, catatan.rhk, catatan.isian.tanggal.split("-").reverse().join(".")].filter(Boolean).join(" · "));
  li.querySelectorAll("[data-nama]").forEach((el) => teks(el, ` ${catatan.isian.uraian}`));
  const galat = li.querySelector("[data-galat]");
  galat.hidden = !salah;
  if (salah) teks(galat.querySelector("span"), [catatan.galat.kalimat, ...Object.values(catatan.galat.bidang).flat().filter((p) => p !== catatan.galat.kalimat)].join(" "));
  const tempat = li.querySelector("[data-berkas]");
  for (const berkas of catatan.berkas) {
    const el = document.createElement("div");
    const judul = document.createElement("strong");
    const kata = document.createElement("span");
    const bungkus = document.createElement("span");
    el.className = `k-bukti${berkas.galat ? " k-rusak" : ""}`;
    judul.textContent = berkas.nama;
    kata.textContent = berkas.galat || "Menunggu sinyal";
    bungkus.append(judul, kata);
    el.append(ikon(berkas.galat ? "peringatan" : "luring"), bungkus);
    const lepas = async () => {
      await antrean.ganti(catatan.kunci, { ...catatan, berkas: catatan.berkas.filter((b) => b.kunci !== berkas.kunci), galat: null });
      kirim();
    };
    const tindakan = document.createElement("div");
    tindakan.className = "k-baris";
    tindakan.append(tombolKecil("silang", `Buang berkas ${berkas.nama}`, lepas));
    tempat.append(el, tindakan);
  }
  const mengubah = li.querySelector("[data-perbaiki]");
  mengubah.hidden = Boolean(catatan.progres);
  mengubah.addEventListener("click", () => perbaiki(catatan));
  li.querySelector("[data-buang]").addEventListener("click", async () => {
    if (disunting?.kunci === catatan.kunci) kosongkan();
    if (await antrean.ganti(catatan.kunci, null)) terbuang.set(catatan.kunci, catatan);
    gambar();
  });
  return li;
}

/** The waiting entry back in the form, with what the server said at its fields. */
function perbaiki(catatan) {
  disunting = catatan;
  isi(catatan);
  tandai(catatan.galat?.bidang ?? {});
  teks(form.querySelector("button[type=submit]").lastChild, "Simpan perbaikan");
  if (!Object.keys(catatan.galat?.bidang ?? {}).length) form.elements.uraian.focus();
}

/* ---- The shell ---- */

async function isiKulit() {
  const hari = akun ? await antrean.hari(akun) : null;
  document.getElementById("kosong").hidden = Boolean(hari);
  document.getElementById("isi-luring").hidden = !hari;
  if (!hari) return;
  hariIni = new Intl.DateTimeFormat("en-CA", { timeZone: hari.zona }).format(new Date(Date.now() + hari.selisih));
  form.elements.tanggal.value = hariIni;
  const rencana = document.getElementById("t-rencana").content.firstElementChild;
  const pilihan = form.elements.rhk_id;
  document.getElementById("rencana").replaceChildren(
    ...hari.rhk.map((rhk) => {
      const li = rencana.cloneNode(true);
      teks(li.querySelector(".k-no"), rhk.nomor);
      teks(li.querySelector("strong"), rhk.teks);
      teks(li.querySelector(".k-kecil"), rhk.keterangan);
      teks(li.querySelector("a .visually-hidden"), ` ${rhk.teks}`);
      li.querySelector("a").dataset.rhk = rhk.id;
      const opsi = new Option(`${rhk.nomor}. ${rhk.teks}`, rhk.id);
      opsi.dataset.satuan = rhk.satuan;
      pilihan.add(opsi, pilihan.options[pilihan.options.length - 1]);
      return li;
    }),
  );
  const contoh = document.getElementById("t-tercatat").content.firstElementChild;
  const tercatat = hari.hari_ini === hariIni ? hari.catatan : [];
  document.getElementById("tercatat").replaceChildren(
    ...tercatat.map((c) => {
      const li = contoh.cloneNode(true);
      const chip = li.querySelector(".k-chip");
      teks(chip.querySelector("span"), c.status[0]);
      if (c.status[2]) chip.classList.add(`k-${c.status[2]}`);
      teks(li.querySelector(".k-antara > .k-kecil"), c.jam);
      teks(li.querySelector("[data-uraian]"), c.uraian);
      teks(li.querySelector("[data-rincian]"), c.rincian);
      return li;
    }),
  );
  teks(document.getElementById("tercatat-waktu"), `${tercatat.length ? "" : "Belum ada catatan. "}Terlihat ${new Date(hari.sekarang).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short", timeZone: hari.zona })}.`);
}

/** Back to the page itself once there is signal, when nothing is half-written; at most once a minute, for a network that only half works. */
function kembaliKeHalaman() {
  const terakhir = Number(sessionStorage.getItem("kinerja:kembali") ?? 0);
  if (tersentuh() || Date.now() - terakhir < 60_000) return;
  sessionStorage.setItem("kinerja:kembali", Date.now());
  location.replace("/capaian/");
}

/* ---- Start ---- */

async function mulai() {
  if (kulit) await isiKulit();
  form?.addEventListener("submit", catat);
  form?.addEventListener("input", ingatKetikan);
  if (form && akun) pulihkanKetikan();
  kartu?.querySelector("[data-kirim]").addEventListener("click", () => kirim());
  antrean.saluran?.addEventListener("message", () => gambar());
  addEventListener("offline", () => gambar("luring"));
  addEventListener("online", async () => {
    jeda = 0;
    const hasil = await kirim();
    if (kulit && hasil.keadaan === "sampai") kembaliKeHalaman();
  });
  await gambar();
  const hasil = await kirim();
  if (kulit && hasil.keadaan === "sampai") kembaliKeHalaman();
}

if ("indexedDB" in self && kabar) mulai().catch(() => null); // a closed store: the form posts as it does without this file
navigator.serviceWorker?.register("/capaian/pekerja.js", { scope: "/capaian/" }).catch(() => null);
