// On a customer's own file: passkeys, where the browser has them. Without this, the other ways in remain.

const places = [...document.querySelectorAll("[data-passkey]")];

const post = async (path, body) => {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`/me/passkeys${path}`, { ...init, signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Makes a passkey on this device. */
const add = async () => {
  const { challenge, domain, user } = await post("/challenge", {});
  const { response } = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp: { id: domain, name: document.querySelector(".page-name").textContent },
      user: { id: bytes(user), name: domain, displayName: document.title },
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
    },
  });
  return post("", { client_data: text(response.clientDataJSON), attestation: text(response.attestationObject) });
};

/** Signs in with a passkey that the person chooses. */
const signIn = async () => {
  const { challenge, domain } = await post("/challenge", {});
  const { rawId, response } = await navigator.credentials.get({
    publicKey: { challenge: bytes(challenge), rpId: domain, userVerification: "required" },
  });
  return post("/sign-in", {
    id: text(rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
  });
};

const calls = { add, "sign-in": signIn };

for (const place of places) {
  const { passkey, origin, language } = place.dataset;
  if (!window.PublicKeyCredential && location.origin === origin) continue;
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async (event) => {
    // A number is no domain: on a developer's machine another name stands for it.
    if (location.origin !== origin) return location.assign(`${origin}/me?lang=${language}`);
    const button = event.currentTarget;
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    let said = "passkey";
    try {
      ({ said } = await calls[passkey]());
    } catch {
      // Said by the page.
    }
    location.assign(`/me?lang=${language}&said=${said}`);
  });
}

