// The progress of an import: asked every second, the page is loaded anew when its state changes. Without this file "Muat ulang" does the same.
const tempat = document.querySelector("[data-impor]");
const JEDA = 1000;
const JEDA_GAGAL = 5000;
const angka = new Intl.NumberFormat("id-ID");

function sisa(mulai, awal, selesai, jumlah) {
  const laju = (selesai - awal) / (Date.now() - mulai);
  if (!(laju > 0)) return "";
  const detik = (jumlah - selesai) / laju / 1000;
  return detik > 90 ? ` Kira-kira ${Math.ceil(detik / 60)} menit lagi.` : ` Kira-kira ${Math.max(1, Math.ceil(detik))} detik lagi.`;
}

if (tempat) {
  const bilah = tempat.querySelector("progress");
  const teks = tempat.querySelector("[data-teks]");
  const mulai = Date.now();
  let awal = null;
  const tanya = async () => {
    let jeda = JEDA;
    try {
      const jawab = await fetch(tempat.dataset.impor, { headers: { Accept: "application/json" } });
      if (jawab.status === 404 || jawab.status === 403) return location.reload();
      if (!jawab.ok) throw new Error(String(jawab.status));
      const p = await jawab.json();
      if (p.status !== tempat.dataset.status) return location.reload();
      if (p.jumlah && (p.status === "membandingkan" || p.status === "menerapkan")) {
        awal ??= p.selesai;
        bilah.max = p.jumlah;
        bilah.value = p.selesai;
        teks.textContent = `${angka.format(p.selesai)} dari ${angka.format(p.jumlah)} pegawai.${sisa(mulai, awal, p.selesai, p.jumlah)} Halaman boleh ditutup.`;
      }
    } catch {
      jeda = JEDA_GAGAL;
    }
    setTimeout(tanya, jeda);
  };
  setTimeout(tanya, JEDA);
}
