// A file whose fingerprint is asked for: it is worked out here, and only the fingerprint leaves the device.
// Without scripts, or where the browser has no Web Crypto (plain http), the form sends the file to be hashed there.
export function start(root) {
  for (const input of root.querySelectorAll("input[type=file][data-hash-file]")) {
    if (!window.crypto?.subtle) continue;
    input.addEventListener("change", () => follow(input));
    const zone = input.closest("form") ?? input;
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      input.files = event.dataTransfer.files;
      follow(input);
    });
  }
}

async function follow(input) {
  const file = input.files[0];
  if (!file) return;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  window.location.assign(`${input.dataset.hashFile}${hash}/`);
}
