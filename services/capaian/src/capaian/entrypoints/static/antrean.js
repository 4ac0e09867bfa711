// What was written on this device and has not arrived yet: kept in the device's own database, sent in order, each thing exactly once.
// A plain script, because the page and the browser's worker (pekerja.js) both run it. It gives `self.antrean`.
//
// A waiting entry: { kunci, akun, dibuat, isian, rhk, berkas: [{ kunci, nama, isi or tautan, galat }], progres, galat }
//   kunci   its idempotency key, also after it was mended: a sending that arrived unheard and the mended one are never two entries
//   isian   the body of POST /capaian/api/v1/progres        progres  its id at the server, once it has arrived
//   galat   { kalimat, bidang }: why the server refuses it; it waits for its writer then
//   akun    whose it is: nothing is sent while somebody else is signed in

self.antrean = (() => {
  const API = "/capaian/api/v1/progres";
  const ANTREAN = { nama: "kinerja-antrean", toko: "catatan", kunci: "kunci" };
  const HARI = { nama: "kinerja-perangkat", toko: "hari", kunci: "akun" }; // kinerja.js deletes it at sign-out
  const TUNGGU = new Set([408, 425, 429]);
  const saluran = "BroadcastChannel" in self ? new BroadcastChannel("kinerja-antrean") : null;

  /* ---- The device's databases ---- */

  function buka({ nama, toko, kunci }) {
    return new Promise((siap, gagal) => {
      const minta = indexedDB.open(nama, 1);
      minta.onupgradeneeded = () => minta.result.createObjectStore(toko, { keyPath: kunci });
      minta.onsuccess = () => {
        minta.result.onversionchange = () => minta.result.close();
        siap(minta.result);
      };
      minta.onerror = minta.onblocked = () => gagal(minta.error ?? new Error("blocked"));
    });
  }

  async function pakai(tempat, cara, kerja) {
    const basis = await buka(tempat);
    try {
      return await new Promise((selesai, gagal) => {
        const transaksi = basis.transaction(tempat.toko, cara);
        const minta = kerja(transaksi.objectStore(tempat.toko));
        transaksi.oncomplete = () => selesai(minta.result);
        transaksi.onerror = transaksi.onabort = () => gagal(transaksi.error);
      });
    } finally {
      basis.close();
    }
  }

  const semua = () => pakai(ANTREAN, "readonly", (toko) => toko.getAll());
  const milik = async (akun) => (await semua()).filter((c) => c.akun === akun).sort((a, b) => a.dibuat - b.dibuat);
  const satu = (kunci) => pakai(ANTREAN, "readonly", (toko) => toko.get(kunci));
  const simpan = async (catatan) => {
    await pakai(ANTREAN, "readwrite", (toko) => toko.put(catatan));
    saluran?.postMessage("berubah");
    return catatan;
  };
  const buang = async (kunci) => {
    await pakai(ANTREAN, "readwrite", (toko) => toko.delete(kunci));
    saluran?.postMessage("berubah");
  };
  const bergilir = (kerja) => ("locks" in navigator ? navigator.locks.request("kinerja-antrean", kerja) : kerja());

  /** Change a waiting entry, or drop it (`baru` null), when nothing of it is on its way or has arrived; false when it has. */
  const ganti = (kunci, baru) =>
    bergilir(async () => {
      const kini = await satu(kunci);
      if (!kini || (baru && !baru.progres && kini.progres)) return false;
      await (baru ? simpan(baru) : buang(kunci));
      return true;
    });
  const hari = (akun) => pakai(HARI, "readonly", (toko) => toko.get(akun));

  /* ---- Who is signed in, and what the day looks like ---- */

  async function minta(alamat, pilihan = {}) {
    const sabar = 60_000 + (pilihan.ukuran ?? 0) / 5; // five kilobytes a second still arrive
    const kirim = () => fetch(alamat, { cache: "no-store", signal: AbortSignal.timeout?.(sabar), ...pilihan, headers: { Accept: "application/json", ...pilihan.headers } });
    const jawab = await kirim();
    if (jawab.status !== 401) return jawab;
    const baru = await fetch("/auth/perbarui", { method: "POST", headers: { Accept: "application/json" } });
    return baru.ok ? kirim() : baru.status === 401 ? jawab : baru;
  }

  /** The day as the server knows it; remembered for the time without signal. Null when nobody is signed in any more. Throws without signal. */
  async function segarkan() {
    const jawab = await minta("/capaian/hari.json");
    if (jawab.status === 401) return null;
    if (!jawab.ok) throw new TypeError(`hari.json ${jawab.status}`);
    const { csrf, ...isi } = await jawab.json();
    await pakai(HARI, "readwrite", (toko) => toko.put({ ...isi, selisih: Date.parse(isi.sekarang) - Date.now() }));
    return { ...isi, csrf };
  }

  /* ---- Sending ---- */

  const nanti = (jawab) => jawab.status >= 500 || TUNGGU.has(jawab.status);
  const alasan = async (jawab) => {
    const isi = await jawab.json().catch(() => ({}));
    return { kode: isi.code ?? "", kalimat: isi.detail || `Server menolak (${jawab.status}).`, bidang: isi.errors ?? {} };
  };

  /** The entry's id when the server has it although its answer was lost. */
  async function cariYangSampai(catatan) {
    const { tanggal, uraian } = catatan.isian;
    const jawab = await minta(`${API}?dari=${tanggal}&sampai=${tanggal}`);
    if (!jawab.ok) return null;
    return (await jawab.json()).data.find((p) => p.uraian === uraian.trim())?.id ?? null;
  }

  /** One entry with its files. Throws TypeError when it has to wait, Error("masuk") when the session is over. */
  async function kirimSatu(catatan, csrf) {
    const pos = async (alamat, kunci, body, kepala = {}, ukuran = 0) => {
      const jawab = await minta(alamat, { method: "POST", body, ukuran, headers: { "X-CSRFToken": csrf, "Idempotency-Key": kunci, ...kepala } });
      if (jawab.status === 401) throw new Error("masuk");
      if (nanti(jawab)) throw new TypeError(`${alamat} ${jawab.status}`);
      return jawab;
    };
    if (!catatan.progres) {
      const jawab = await pos(API, catatan.kunci, JSON.stringify(catatan.isian), { "Content-Type": "application/json" });
      const galat = jawab.ok ? null : await alasan(jawab);
      if (galat?.kode === "idempotency_key_reused") galat.kalimat = "Catatan ini sudah sampai dengan isi sebelum diperbaiki. Ubah lewat daftar catatan, lalu buang yang ini.";
      const id = jawab.ok ? (await jawab.json()).id : galat.kode === "duplicate_request" ? await cariYangSampai(catatan) : null;
      if (!id) return simpan({ ...catatan, galat });
      catatan = await simpan({ ...catatan, progres: id, galat: null });
    }
    for (const berkas of catatan.berkas.filter((b) => !b.galat)) {
      const kirimBerkas = () => {
        const isi = new FormData();
        isi.append("berkas", berkas.isi, berkas.nama);
        return pos(`${API}/${catatan.progres}/bukti`, berkas.kunci, isi, {}, berkas.isi.size);
      };
      const kirimTautan = () => pos(`${API}/${catatan.progres}/tautan`, berkas.kunci, JSON.stringify({ tautan: berkas.tautan }), { "Content-Type": "application/json" });
      const jawab = await (berkas.tautan ? kirimTautan() : kirimBerkas());
      const galat = jawab.ok ? null : await alasan(jawab);
      const sampai = !galat || galat.kode === "duplicate_request";
      const sisa = catatan.berkas.filter((b) => b.kunci !== berkas.kunci || !sampai).map((b) => (b.kunci === berkas.kunci ? { ...b, galat: galat.kalimat } : b));
      catatan = await simpan({ ...catatan, berkas: sisa });
    }
    if (!catatan.berkas.length) {
      await buang(catatan.kunci);
      return null;
    }
    return simpan({ ...catatan, galat: { kalimat: "Catatannya sudah sampai. Berkas ini belum.", bidang: {} } });
  }

  async function kirimSemua(terkirim) {
    const sesi = await segarkan();
    if (!sesi) return "masuk";
    for (const catatan of await milik(sesi.akun)) {
      if (catatan.galat) continue;
      if (!(await kirimSatu(catatan, sesi.csrf))) terkirim.push(catatan);
    }
    if (terkirim.length) await segarkan();
    return "sampai";
  }

  const menunggu = (sebab) => sebab instanceof TypeError || sebab instanceof SyntaxError || sebab.name === "TimeoutError";

  /** Send what waits, oldest first, one sender at a time on this device. `keadaan`: sampai, luring (wait and try again), masuk (sign in first). */
  async function kirim() {
    const terkirim = [];
    const keadaan = await bergilir(() =>
      kirimSemua(terkirim).catch((sebab) => {
        if (menunggu(sebab)) return "luring";
        if (sebab.message === "masuk") return "masuk";
        throw sebab;
      }),
    );
    return { keadaan, terkirim };
  }

  return { milik, satu, simpan, ganti, hari, kirim, saluran };
})();
