// What every page has: shortcuts, dialogs, buttons that say why not, the password's eye, the silent renewal of the token, autosave.
// Enhancement only: without this file every form posts, every filter is a link, every dialog has an address.
//
//   import { autosave, bukaDialog, kirim, suara } from "/statis/kinerja.js";
//
// autosave(form, pilihan)   pilihan (all may stand on the form as data-…):
//   url        data-simpan-ke     where the fields are PUT as JSON
//   versi      data-versi         the version seen, sent as If-Match; kept up to date from the ETag
//   status     data-status        selector of the k-simpan element (default #simpan)
//   kumpulkan  (form, nama[]) => object     the body for the changed fields (default: {name: value})
//   baca       (isi server, nama) => value  the server's value of a field in a conflict (default: isi[nama])
//   setelah    (isi server) => void         after each successful save
//   gabung     true: a field that only one side changed is merged without a question; `baca` must then know every field
//   sebut      (nama) => string             what a field is called in a conflict (default: its label)
//   bidang     (nama server) => string      the form's field for a fault of the server (default: the same name)
// returns { simpanSekarang(): Promise<boolean>, versi(): string }

const akar = document.documentElement;
const meta = (nama) => document.querySelector(`meta[name="${nama}"]`)?.content ?? "";
const PINTASAN_MATI = "kinerja:pintasan-mati";
const JEDA_KETIK = 700;
const JEDA_TOKEN = 4 * 60 * 1000;

/** Say a sentence to assistive technology, without showing it. */
export function suara(kalimat) {
  const tempat = document.getElementById("k-suara");
  if (!tempat) return;
  tempat.textContent = "";
  setTimeout(() => (tempat.textContent = kalimat), 50);
}

const elemen = (nama, sifat = {}, ...anak) => {
  const el = document.createElement(nama);
  for (const [kunci, nilai] of Object.entries(sifat)) nilai === true ? el.setAttribute(kunci, "") : nilai != null && nilai !== false && el.setAttribute(kunci, nilai);
  el.append(...anak);
  return el;
};

/** The icon of the sprite that the page itself uses (same address, one download). */
export function ikon(nama) {
  const alamat = document.querySelector(".ikon use")?.getAttribute("href")?.split("#")[0] ?? "/statis/ikon.svg";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ikon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${alamat}#${nama}`);
  svg.append(use);
  return svg;
}

/* ---- Requests ---- */

let pembaruan = null;
let terakhirBaru = Date.now();

/** A new access token in the cookie; true when there is one. Several callers share one request. */
export function perbaruiToken() {
  pembaruan ??= fetch("/auth/perbarui", { method: "POST", headers: { "X-CSRFToken": meta("csrf-token"), Accept: "application/json" }, redirect: "manual" })
    .then((jawab) => jawab.ok)
    .catch(() => false)
    .finally(() => {
      pembaruan = null;
      terakhirBaru = Date.now(); // refused or not: the next try is one interval away
    });
  return pembaruan;
}

/** fetch with the CSRF token and JSON; a 401 is answered by one renewal and one repetition. */
export async function kirim(url, { method = "POST", isi, versi, headers = {} } = {}) {
  const minta = () =>
    fetch(url, {
      method,
      keepalive: method !== "GET" && JSON.stringify(isi ?? null).length < 60000,
      headers: {
        Accept: "application/json",
        ...(method === "GET" ? {} : { "X-CSRFToken": meta("csrf-token") }),
        ...(isi === undefined ? {} : { "Content-Type": "application/json" }),
        ...(versi ? { "If-Match": `"${versi}"` } : {}),
        ...headers,
      },
      ...(isi === undefined ? {} : { body: JSON.stringify(isi) }),
    });
  const jawab = await minta();
  return jawab.status === 401 && (await perbaruiToken()) ? minta() : jawab;
}

function jagaToken() {
  if (!meta("pegawai")) return;
  const bilaPerlu = () => document.visibilityState === "visible" && Date.now() - terakhirBaru >= JEDA_TOKEN && perbaruiToken();
  setInterval(bilaPerlu, 15000);
  document.addEventListener("visibilitychange", bilaPerlu);
}

/* ---- Dialogs, buttons, password ---- */

/** Open a <dialog> of the page; closing gives the focus back to the opener. */
export function bukaDialog(dialog, pembuka = document.activeElement) {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.addEventListener("close", () => pembuka?.focus?.(), { once: true });
}

function ketuk(e) {
  const mati = e.target.closest('[aria-disabled="true"]');
  if (mati) {
    e.preventDefault();
    e.stopPropagation();
    const alasan = (mati.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent.trim()).filter(Boolean);
    suara(alasan.join(" "));
    return;
  }
  const buka = e.target.closest("[data-buka-dialog]");
  if (buka) {
    const dialog = document.getElementById(buka.dataset.bukaDialog);
    if (!dialog) return;
    e.preventDefault();
    const menu = buka.closest("details");
    bukaDialog(dialog, menu?.querySelector("summary") ?? buka);
    if (menu?.classList.contains("k-akun")) menu.open = false;
    return;
  }
  const tutup = e.target.closest("[data-tutup-dialog]");
  if (tutup?.closest("dialog")?.open) {
    e.preventDefault();
    tutup.closest("dialog").close();
    return;
  }
  const sandi = e.target.closest("[data-lihat-sandi]");
  if (sandi) {
    const isian = document.getElementById(sandi.dataset.lihatSandi);
    const tampak = isian.type === "password";
    isian.type = tampak ? "text" : "password";
    sandi.setAttribute("aria-pressed", String(tampak));
    return;
  }
  if (e.target.matches("dialog[open]")) e.target.close(); // the backdrop belongs to the dialog element
  document.querySelectorAll(".k-akun[open]").forEach((d) => d.contains(e.target) || (d.open = false));
}

/* ---- Light and dark: at once here, by the form where there is no script ---- */

function gantiTema(e) {
  if (!e.target.matches("form[data-tema]")) return;
  e.preventDefault();
  const isian = e.target.elements.tema;
  const tema = isian.value;
  akar.dataset.bsTheme = tema;
  document.cookie = `kinerja_tema=${tema}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  isian.value = tema === "dark" ? "light" : "dark";
  e.target.querySelector("button span").textContent = tema === "dark" ? "Tampilan terang" : "Tampilan gelap";
}

/* ---- Shortcuts ---- */

const simpanan = (kerja) => {
  try {
    return kerja(localStorage);
  } catch {
    return null; // storage may be forbidden; then the choice lives as long as the page
  }
};

/** True when single keys may act: not in a field or dialog, no modifier, not switched off (WCAG 2.1.4). */
export function bolehPintasan(e) {
  if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.altKey || e.metaKey || akar.dataset.pintasan === "mati") return false;
  return !e.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable], dialog");
}

function tombol(e) {
  const menu = document.querySelector(".k-akun[open]");
  if (e.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  if (!bolehPintasan(e)) return;
  if (e.key === "?") {
    e.preventDefault();
    bukaDialog(document.getElementById("pintasan"));
  } else if (e.key === "/") {
    const cari = document.querySelector("input[type=search]");
    if (!cari) return;
    e.preventDefault();
    cari.focus();
  }
}

function pasangPintasan() {
  const mati = simpanan((s) => s.getItem(PINTASAN_MATI)) === "ya";
  akar.dataset.pintasan = mati ? "mati" : "nyala";
  const saklar = document.querySelector("input[data-pintasan]"); // the root element carries the same attribute
  if (saklar) {
    saklar.checked = !mati;
    saklar.addEventListener("change", () => {
      akar.dataset.pintasan = saklar.checked ? "nyala" : "mati";
      simpanan((s) => (saklar.checked ? s.removeItem(PINTASAN_MATI) : s.setItem(PINTASAN_MATI, "ya")));
    });
  }
}

/* ---- Small things of the markup ---- */

/** Rows that become cards on a phone lose their table semantics in CSS; the roles give them back. */
export function peranTabel(akarTabel = document) {
  const PERAN = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  akarTabel.querySelectorAll("table.k-tumpuk-sempit").forEach((tabel) => {
    for (const el of [tabel, ...tabel.querySelectorAll("thead, tbody, tfoot, tr, td, th")]) {
      if (el.closest("table") !== tabel || el.hasAttribute("role")) continue;
      el.setAttribute("role", PERAN[el.tagName] ?? (el.closest("thead") || el.scope === "col" ? "columnheader" : "rowheader"));
    }
  });
}

function hitungHuruf(e) {
  const id = e.target.id;
  const tempat = id && document.querySelector(`[data-penghitung="${CSS.escape(id)}"]`);
  if (!tempat) return;
  const perlu = Number(tempat.dataset.palingSedikit);
  tempat.textContent = `${e.target.value.trim().length} karakter${perlu ? `, wajib ${perlu}` : ""}`;
}

/* ---- Autosave ---- */

const kunciDraf = (url) => `kinerja:draf:${meta("pegawai")}:${url}`;

function hapusDraf() {
  simpanan((s) => Object.keys(s).filter((k) => k.startsWith("kinerja:draf:")).forEach((k) => s.removeItem(k)));
}

const AKUN = "kinerja:akun";
const PERANGKAT = "kinerja-perangkat"; // the database of what this device remembers of whoever is signed in

/** Leaving: what the device remembers of the person goes with the session; of what has not arrived yet the person is told first. */
function keluar(e) {
  const form = e.target;
  if (!form.matches("[data-keluar]")) return;
  const tertunda = Number(simpanan((s) => s.getItem(`kinerja:tertunda:${meta("pegawai")}`))) || 0;
  if (tertunda && !form.dataset.yakin) {
    e.preventDefault();
    tanyaKeluar(form, tertunda);
    return;
  }
  hapusDraf();
  simpanan((s) => s.removeItem(AKUN));
  self.indexedDB?.deleteDatabase(PERANGKAT);
}

function tanyaKeluar(form, tertunda) {
  const dialog = elemen("dialog", { class: "k-dialog", "aria-labelledby": "j-keluar" });
  const lanjut = elemen("button", { class: "btn btn-primary", type: "button" }, "Keluar, catatan tetap di perangkat ini");
  lanjut.addEventListener("click", () => {
    form.dataset.yakin = "ya";
    form.requestSubmit();
  });
  const kalimat = `${tertunda} catatan di perangkat ini belum terkirim. Bila Anda keluar sekarang, catatan itu menunggu di sini dan terkirim sesudah Anda masuk lagi.`;
  const tindakan = elemen("div", { class: "k-baris" }, lanjut, elemen("a", { class: "btn btn-outline-primary", href: "/capaian/" }, "Lihat catatannya"), elemen("button", { class: "btn btn-polos", type: "button", "data-tutup-dialog": true }, "Batal"));
  dialog.append(elemen("header", {}, elemen("h2", { id: "j-keluar" }, "Ada catatan yang belum terkirim")), elemen("div", { class: "k-kartu-isi k-tumpuk" }, elemen("p", { class: "mb-0" }, kalimat), tindakan));
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  bukaDialog(dialog);
}

function nilaiBidang(form, nama) {
  const bidang = form.elements.namedItem(nama);
  if (!bidang) return null;
  if (bidang.type === "checkbox") return bidang.checked;
  return bidang.value; // a RadioNodeList answers with the checked value, too
}

function isiBidang(form, nama, nilai) {
  const bidang = form.elements.namedItem(nama);
  if (!bidang) return;
  if (bidang.type === "checkbox") bidang.checked = Boolean(nilai);
  else bidang.value = nilai ?? "";
}

const unsur = (form, nama) => {
  const bidang = form.elements.namedItem(nama);
  return bidang instanceof RadioNodeList ? bidang[0]?.closest("fieldset") : bidang;
};

function namaUntukOrang(form, nama) {
  const el = unsur(form, nama);
  const label = el?.labels?.[0] ?? el?.querySelector?.("legend");
  return label?.firstChild?.textContent.trim() || label?.textContent.trim() || nama;
}

/** Say at a field what is wrong with it; an empty sentence takes it away. */
export function tandaiSalah(form, nama, kalimat) {
  const el = unsur(form, nama);
  if (!el) return false;
  const id = `e-otomatis-${nama}`;
  document.getElementById(id)?.remove();
  el.classList.toggle("is-invalid", Boolean(kalimat));
  if (!kalimat) {
    el.removeAttribute("aria-invalid");
    if (el.getAttribute("aria-describedby")?.includes(id)) el.setAttribute("aria-describedby", el.getAttribute("aria-describedby").replace(id, "").trim());
    return true;
  }
  el.setAttribute("aria-invalid", "true");
  el.setAttribute("aria-describedby", `${el.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  const pesan = elemen("p", { class: "k-salah mb-0", id });
  pesan.append(ikon("peringatan"), elemen("span", {}, kalimat));
  el.after(pesan);
  return true;
}

/** Field by field: what is here, what is on the server. Resolves to {field: "sini" or "server"}, or null (Esc: nothing is decided). */
function tanyaBanding(kalimat, baris) {
  return new Promise((selesai) => {
    const dialog = elemen("dialog", { class: "k-dialog", "aria-labelledby": "j-banding" });
    const isi = elemen("form", { class: "k-kartu-isi k-tumpuk", method: "dialog" });
    isi.append(elemen("p", { class: "mb-0" }, kalimat));
    const versi = (b, n, kode, judul) => {
      const pilih = elemen("input", { class: "form-check-input m-0", type: "radio", name: `versi-${n}`, value: kode, checked: kode === "sini" });
      return elemen("label", { class: "k-versi" }, elemen("span", { class: "k-baris" }, pilih, elemen("strong", {}, judul)), elemen(kode === "sini" ? "ins" : "del", {}, String(b[kode] ?? "") || "(kosong)"));
    };
    baris.forEach((b, n) => {
      const legenda = elemen("legend", { class: "k-kecil k-redup mb-1" }, b.label);
      isi.append(elemen("fieldset", {}, legenda, elemen("div", { class: "k-banding" }, versi(b, n, "sini", "Di perangkat ini"), versi(b, n, "server", "Di server"))));
    });
    isi.append(elemen("div", { class: "k-baris" }, elemen("button", { class: "btn btn-primary", value: "pakai" }, "Pakai yang dipilih"), elemen("button", { class: "btn btn-outline-primary", value: "nanti" }, "Nanti saja")));
    dialog.append(elemen("header", {}, elemen("h2", { id: "j-banding" }, "Dua perubahan bertabrakan")), isi);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      selesai(dialog.returnValue === "pakai" ? Object.fromEntries(baris.map((b, n) => [b.nama, isi.elements[`versi-${n}`].value])) : null);
      dialog.remove();
    });
    bukaDialog(dialog);
    isi.querySelector("input").focus();
  });
}

/** Save each changed field by itself, visibly, without losing anything: offline keeps on the device, a conflict asks. */
export function autosave(form, pilihan = {}) {
  const url = pilihan.url ?? form.dataset.simpanKe;
  const status = document.querySelector(pilihan.status ?? form.dataset.status ?? "#simpan");
  const kumpulkan = pilihan.kumpulkan ?? ((f, nama) => Object.fromEntries(nama.map((n) => [n, nilaiBidang(f, n)])));
  const baca = pilihan.baca ?? ((isi, nama) => isi?.[nama]);
  const sebut = pilihan.sebut ?? ((nama) => namaUntukOrang(form, nama));
  const bidangServer = pilihan.bidang ?? ((nama) => nama);
  let versi = String(pilihan.versi ?? form.dataset.versi ?? "");
  const dasar = new Map(); // with `gabung`: each field as the server had it when this page last knew
  const lain = (a, b) => String(a ?? "") !== String(b ?? "");
  const berubah = new Set();
  const terulang = new Set(); // changed again while the request was on its way
  let jeda = null;
  let berjalan = null;

  const tulis = (gambar, kalimat, nada = "", ucapkan = false, cobaLagi = false) => {
    if (!status) return;
    status.className = `k-simpan${nada ? ` k-${nada}` : ""}`;
    status.querySelector(".ikon")?.replaceWith(ikon(gambar));
    const teks = status.querySelector("[data-teks]");
    if (teks) teks.textContent = kalimat;
    const tombolLagi = status.querySelector("[data-coba-lagi]");
    if (tombolLagi) tombolLagi.hidden = !cobaLagi;
    const bunyi = status.querySelector("[data-suara]");
    if (bunyi) bunyi.textContent = ucapkan ? kalimat : "";
  };
  const pukul = () => new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const ingat = () =>
    simpanan((s) => s.setItem(kunciDraf(url), JSON.stringify({ versi, isi: Object.fromEntries([...berubah].map((n) => [n, nilaiBidang(form, n)])), dasar: Object.fromEntries([...berubah].map((n) => [n, dasar.get(n)])) })));
  const pakaiVersi = (baru) => {
    if (!baru) return;
    versi = String(baru).replaceAll(/^W\/|"/g, "");
    form.dataset.versi = versi;
    document.querySelectorAll("input[name=version]").forEach((i) => (i.value = versi));
  };

  async function bentrok(nama) {
    const jawab = await kirim(url, { method: "GET" });
    if (!jawab.ok) return false;
    const isi = await jawab.json();
    const baris = nama
      .map((n) => ({ nama: n, label: sebut(n), sini: nilaiBidang(form, n), server: baca(isi, n) }))
      .filter((b) => b.server === undefined || lain(b.sini, b.server))
      .filter((b) => !pilihan.gabung || lain(b.server, dasar.get(b.nama)));
    const pilih = baris.length ? await tanyaBanding("Isian ini berubah di dua tempat. Pilih yang dipakai untuk tiap bidang.", baris) : {};
    if (!pilih) return false;
    pakaiVersi(jawab.headers.get("ETag") ?? isi.version);
    for (const b of baris.filter((satu) => pilih[satu.nama] === "server")) {
      isiBidang(form, b.nama, b.server);
      berubah.delete(b.nama);
    }
    for (const n of dasar.keys()) {
      dasar.set(n, baca(isi, n));
      if (!berubah.has(n)) isiBidang(form, n, dasar.get(n));
    }
    return true;
  }

  async function sekali() {
    const nama = [...berubah];
    terulang.clear();
    tulis("ulang", "Menyimpan…");
    let jawab;
    try {
      jawab = await kirim(url, { method: "PUT", isi: kumpulkan(form, nama), versi });
    } catch {
      ingat();
      tulis("luring", "Luring, disimpan di perangkat ini", "awas", true);
      return false;
    }
    if (jawab.status === 412) {
      if (await bentrok(nama)) return berubah.size ? sekali() : (tulis("awan-cek", `Tersimpan ${pukul()}`), true);
      nama.forEach((n) => unsur(form, n)?.setAttribute("aria-invalid", "true"));
      tulis("peringatan", "Belum tersimpan, berubah di dua tempat.", "buruk", true, true);
      return false;
    }
    const isi = await jawab.json().catch(() => ({}));
    if (jawab.status === 401) {
      ingat();
      tulis("peringatan", "Sesi berakhir, isian disimpan di perangkat ini. Muat ulang halaman untuk masuk lagi.", "awas", true, true);
      return false;
    }
    if (!jawab.ok) {
      ingat();
      let kena = 0;
      for (const [bidang, pesan] of Object.entries(isi.errors ?? {})) kena += tandaiSalah(form, bidangServer(bidang), [].concat(pesan).join(" ")) ? 1 : 0;
      tulis("peringatan", kena || !isi.detail ? "Belum tersimpan." : `Belum tersimpan. ${isi.detail}`, "buruk", true, true);
      return false;
    }
    nama.forEach((n) => {
      berubah.delete(n);
      tandaiSalah(form, n, "");
      if (dasar.has(n)) dasar.set(n, baca(isi, n));
    });
    terulang.forEach((n) => berubah.add(n));
    pakaiVersi(jawab.headers.get("ETag") ?? isi.version);
    simpanan((s) => s.removeItem(kunciDraf(url)));
    tulis("awan-cek", `Tersimpan ${pukul()}`);
    pilihan.setelah?.(isi);
    return true;
  }

  /** Save now; the promise says whether everything has arrived. */
  function simpanSekarang() {
    clearTimeout(jeda);
    berjalan ??= (async () => {
      let berhasil = true;
      while (berhasil && berubah.size) berhasil = await sekali();
      return berhasil;
    })().finally(() => (berjalan = null));
    return berjalan;
  }

  const catat = (e) => {
    const nama = e.target.name;
    if (!nama || nama === "csrf_token" || e.target.type === "file" || e.target.closest("[data-tanpa-simpan]")) return;
    if (berjalan) terulang.add(nama);
    berubah.add(nama);
    clearTimeout(jeda);
    jeda = setTimeout(simpanSekarang, e.type === "change" ? 0 : JEDA_KETIK);
  };
  form.addEventListener("input", catat);
  form.addEventListener("change", catat);
  status?.querySelector("[data-coba-lagi]")?.addEventListener("click", simpanSekarang);
  addEventListener("online", () => berubah.size && simpanSekarang());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && berubah.size && simpanSekarang());
  addEventListener("beforeunload", (e) => berubah.size && !berjalan && status?.classList.contains("k-buruk") && e.preventDefault());

  if (pilihan.gabung) {
    for (const el of form.elements) if (el.name && !el.closest("[data-tanpa-simpan]") && !/^(hidden|file|submit|button)$/.test(el.type)) dasar.set(el.name, nilaiBidang(form, el.name));
  }
  const draf = JSON.parse(simpanan((s) => s.getItem(kunciDraf(url))) ?? "null");
  if (draf) {
    for (const [nama, nilai] of Object.entries(draf.isi)) {
      isiBidang(form, nama, nilai);
      berubah.add(nama);
      if (dasar.has(nama)) dasar.set(nama, draf.dasar?.[nama]);
    }
    versi = draf.versi; // written over that version: if the server moved on, the person is asked
    simpanSekarang();
  }
  return { simpanSekarang, versi: () => versi };
}

/* ---- Start: once, also when a module imports this file by its plain address ---- */

if (!akar.dataset.modul) {
  akar.dataset.modul = "ya";
  document.addEventListener("click", ketuk, true);
  document.addEventListener("keydown", tombol);
  document.addEventListener("input", hitungHuruf);
  document.addEventListener("submit", gantiTema);
  document.addEventListener("submit", keluar);
  if (meta("pegawai")) simpanan((s) => s.setItem(AKUN, meta("pegawai")));
  document.querySelectorAll("[data-perlu-modul], [data-lihat-sandi]").forEach((el) => (el.hidden = false));
  pasangPintasan();
  peranTabel();
  jagaToken();
  document.querySelectorAll("form[data-simpan-ke]").forEach((form) => autosave(form));
}
