// The behaviour matrix: one tab stop, arrows move the cell, 1 2 3 rate it; each cell is stored by itself with the version that was seen.

import { bolehPintasan, kirim, suara } from "/statis/kinerja.js";

const RATING = { 1: ["di_bawah_ekspektasi", "bawah", "di bawah", "80"], 2: ["sesuai_ekspektasi", "sesuai", "sesuai", "100"], 3: ["di_atas_ekspektasi", "atas", "di atas", "110"] };
const tabel = document.querySelector(".k-matriks"), status = document.getElementById("simpan");
const sel = (r, k) => tabel.tBodies[0].rows[r]?.cells[k + 1]?.querySelector("button");
const letak = (tombol) => [tombol.closest("tr").sectionRowIndex, tombol.closest("td").cellIndex - 1];
const kode = (tombol) => tabel.tHead.rows[0].cells[letak(tombol)[1] + 1].dataset.kode;
const urungan = [];
let antre = Promise.resolve();

function kabar(kalimat, salah = false) {
  status.className = `k-simpan${salah ? " k-buruk" : ""}`;
  status.querySelector("[data-teks]").textContent = kalimat;
  if (salah) suara(kalimat);
}

function fokus(tombol) {
  if (!tombol) return;
  tabel.querySelectorAll("button[tabindex='0']").forEach((b) => (b.tabIndex = -1));
  tombol.tabIndex = 0;
  tombol.focus();
  tombol.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** What a cell shows; taken back as it was when the server refuses. */
function gambar(tombol, kelas, kata, teks) {
  const [untukSuara, isi] = tombol.children;
  const lama = [tombol.className.match(/k-sel-(\w+)/)[1], untukSuara.textContent.trim(), isi.textContent];
  tombol.className = `k-sel k-sel-${kelas}`;
  untukSuara.textContent = `${kata} `;
  isi.textContent = teks;
  return lama;
}

function simpan(tombol, nilai, tampak) {
  const baris = tombol.closest("tr");
  const lama = gambar(tombol, ...tampak);
  kabar("Menyimpan…");
  antre = antre.then(async () => {
    try {
      const jawab = await kirim(baris.dataset.url, { method: "PUT", isi: { perilaku: [{ kode: kode(tombol), ...nilai }] }, versi: baris.dataset.versi });
      const isi = await jawab.json().catch(() => ({}));
      if (!jawab.ok) throw new Error(jawab.status === 412 ? "Berubah di tempat lain. Muat ulang halaman untuk melihat isinya." : isi.detail ?? "Belum tersimpan.");
      baris.dataset.versi = isi.version;
      kabar(`Tersimpan ${new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }).replace(":", ".")}`);
    } catch (galat) {
      gambar(tombol, ...lama);
      kabar(galat instanceof TypeError ? "Luring. Sel ini belum tersimpan; coba lagi nanti." : galat.message, true);
    }
  });
  return lama;
}

function beri(tombol, angka) {
  const baris = tombol.closest("tr");
  if (baris.dataset.tertutup) return kabar(baris.dataset.tertutup, true);
  const [rating, kelas, kata, skor] = RATING[angka], numerik = "numerik" in baris.dataset;
  if (tombol.classList.contains(`k-sel-${kelas}`)) return; // a finer score of the same band stays
  const lama = simpan(tombol, numerik ? { rating, skor } : { rating }, [kelas, kata, numerik ? skor : ""]);
  urungan.push([tombol, lama, numerik]);
}

function urungkan() {
  const satu = urungan.pop();
  if (!satu) return suara("Tidak ada yang diurungkan.");
  const [tombol, lama, numerik] = satu;
  const rating = Object.values(RATING).find((r) => r[1] === lama[0])?.[0] ?? null;
  simpan(tombol, numerik ? { rating, skor: rating ? lama[2].replace(",", ".") : null } : { rating }, lama);
  fokus(tombol);
}

tabel?.addEventListener("keydown", (e) => {
  const tombol = e.target.closest("button");
  if (!tombol || e.ctrlKey || e.altKey || e.metaKey) return;
  const [r, k] = letak(tombol);
  const tujuan = { ArrowLeft: [r, k - 1], ArrowRight: [r, k + 1], ArrowUp: [r - 1, k], ArrowDown: [r + 1, k], Home: [r, 0], End: [r, 6] }[e.key];
  if (tujuan) fokus(tujuan[0] < 0 || tujuan[1] < 0 ? null : sel(...tujuan));
  else if (RATING[e.key] && bolehPintasan(e)) beri(tombol, e.key);
  else if (e.key.toLowerCase() === "u" && bolehPintasan(e)) urungkan();
  else return;
  e.preventDefault();
});
let terpilih = null;
tabel?.addEventListener("pointerdown", () => (terpilih = document.activeElement));
tabel?.addEventListener("click", (e) => {
  const tombol = e.target.closest("button");
  if (!tombol) return;
  if (e.detail && tombol !== terpilih) return fokus(tombol); // the first tap only chooses: nothing is rated by a slip
  beri(tombol, { sesuai: 3, atas: 1 }[tombol.className.match(/k-sel-(\w+)/)[1]] ?? 2);
});
