// The browser's worker of the daily log. It keeps the empty shell of one page and the files that page needs; no answer that holds a person's data
// is ever kept. Everything else on the site passes it by. `self.KULIT` stands before this text (ui_luring.py).

const { versi, halaman, berkas, antrean: alamatAntrean } = self.KULIT;
const SIMPANAN = `kinerja-kulit-${versi}`;
const HALAMAN_HARIAN = "/capaian/";
const SABAR = 10_000;

importScripts(alamatAntrean);

self.addEventListener("install", (e) => {
  const minta = [halaman, ...berkas].map((alamat) => new Request(alamat, { credentials: "omit", cache: "reload" }));
  e.waitUntil(
    caches
      .open(SIMPANAN)
      .then((tempat) => tempat.addAll(minta))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (e) => {
  const lama = (nama) => nama.startsWith("kinerja-kulit-") && nama !== SIMPANAN;
  e.waitUntil(
    caches
      .keys()
      .then((semua) => Promise.all(semua.filter(lama).map((nama) => caches.delete(nama))))
      .then(() => self.clients.claim()),
  );
});

/** The page itself, or its shell when the network gives none in time. */
async function bukaHarian(permintaan) {
  const kulit = () => caches.match(halaman, { ignoreVary: true });
  try {
    const jawab = await Promise.race([fetch(permintaan), new Promise((_, gagal) => setTimeout(() => gagal(new TypeError("lambat")), SABAR))]);
    return jawab.status >= 502 ? ((await kulit()) ?? jawab) : jawab;
  } catch (sebab) {
    const cadangan = await kulit();
    if (cadangan) return cadangan;
    throw sebab;
  }
}

/** A file of the very version that is asked for; without network, the one that was kept. */
async function bukaBerkas(permintaan) {
  const tersimpan = await caches.match(permintaan);
  if (tersimpan) return tersimpan;
  try {
    return await fetch(permintaan);
  } catch (sebab) {
    const cadangan = await caches.match(permintaan, { ignoreSearch: true });
    if (cadangan) return cadangan;
    throw sebab;
  }
}

self.addEventListener("fetch", (e) => {
  const { pathname, origin } = new URL(e.request.url);
  if (e.request.method !== "GET" || origin !== self.location.origin) return;
  if (e.request.mode === "navigate") {
    if (pathname === HALAMAN_HARIAN) e.respondWith(bukaHarian(e.request));
  } else if (pathname.startsWith("/statis/") || pathname.startsWith("/capaian/static/")) {
    e.respondWith(bukaBerkas(e.request));
  }
});

self.addEventListener("sync", (e) => {
  if (e.tag !== "kirim-catatan") return;
  e.waitUntil(
    self.antrean.kirim().then((hasil) => {
      if (hasil.keadaan === "luring") throw new Error("luring"); // the browser tries again later
    }),
  );
});
