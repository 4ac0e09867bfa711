// Passkeys: asks the service for options, the browser for an answer, and hands that back. Each [data-passkey] of a page is one such way:
// masuk, yakin (prove), baru, langkah (register). Without this file the password and the codes remain.

const akar = "/auth/api/v1/passkey";
const JALAN = {
  masuk: { pilihan: "/masuk/pilihan", kirim: "/masuk" },
  yakin: { pilihan: "/yakin/pilihan", kirim: "/yakin" },
  baru: { pilihan: "/pilihan", kirim: "", buat: true },
  langkah: { pilihan: "/langkah/pilihan", kirim: "/langkah", buat: true },
};
const csrf = () => document.querySelector('meta[name="csrf-token"]').content;

const dariTeks = (teks) => Uint8Array.from(atob(teks.replace(/-/g, "+").replace(/_/g, "/")), (h) => h.charCodeAt(0));
const keTeks = (isi) => btoa(String.fromCharCode(...new Uint8Array(isi))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const kunci = (daftar = []) => daftar.map((k) => ({ ...k, id: dariTeks(k.id) }));

async function minta(alamat, isi) {
  const jawab = await fetch(akar + alamat, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify(isi),
  });
  const hasil = await jawab.json().catch(() => ({}));
  if (!jawab.ok) throw new Error(hasil.detail ?? "Sistem tidak menjawab. Coba lagi.");
  return hasil;
}

async function buat(p) {
  const k = await navigator.credentials.create({
    publicKey: { ...p, challenge: dariTeks(p.challenge), user: { ...p.user, id: dariTeks(p.user.id) }, excludeCredentials: kunci(p.excludeCredentials) },
  });
  const response = { clientDataJSON: keTeks(k.response.clientDataJSON), attestationObject: keTeks(k.response.attestationObject) };
  return { id: k.id, rawId: keTeks(k.rawId), type: k.type, response };
}

async function ambil(p) {
  const k = await navigator.credentials.get({ publicKey: { ...p, challenge: dariTeks(p.challenge), allowCredentials: kunci(p.allowCredentials) } });
  const { clientDataJSON, authenticatorData, signature, userHandle } = k.response;
  const response = { clientDataJSON: keTeks(clientDataJSON), authenticatorData: keTeks(authenticatorData), signature: keTeks(signature) };
  if (userHandle) response.userHandle = keTeks(userHandle);
  return { id: k.id, rawId: keTeks(k.rawId), type: k.type, response };
}

const SEBAB = {
  NotAllowedError: "Tidak jadi: permintaan dibatalkan, habis waktu, atau tidak ada passkey yang cocok di perangkat ini.",
  InvalidStateError: "Perangkat ini sudah punya passkey untuk akun Anda.",
  SecurityError: "Alamat halaman ini tidak cocok dengan alamat yang ditetapkan untuk passkey. Buka lewat alamat resmi sistem.",
};

async function jalankan(tempat) {
  const jalan = JALAN[tempat.dataset.passkey];
  const lanjut = tempat.dataset.lanjut;
  const { pilihan } = await minta(jalan.pilihan, jalan.buat ? {} : { langkah: "langkah" in tempat.dataset });
  const kredensial = await (jalan.buat ? buat(pilihan) : ambil(pilihan));
  const nama = tempat.querySelector("[data-passkey-nama]")?.value ?? "";
  const hasil = await minta(jalan.kirim, jalan.buat ? { kredensial, nama, lanjut } : { kredensial, lanjut });
  location.assign(hasil.lanjut);
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const tempat of document.querySelectorAll("[data-passkey]")) {
    const tombol = tempat.querySelector("[data-passkey-tombol]");
    const galat = tempat.querySelector("[data-passkey-galat]");
    tombol.hidden = false;
    tempat.querySelector("[data-passkey-tanpa]")?.remove();
    tombol.addEventListener("click", async () => {
      galat.textContent = "";
      tombol.disabled = true;
      try {
        await jalankan(tempat);
      } catch (e) {
        galat.textContent = SEBAB[e.name] ?? e.message;
        galat.className = "k-salah";
      } finally {
        tombol.disabled = false;
      }
    });
  }
}
