"use strict";
const password = document.getElementById("password");
const copied = document.getElementById("copied");

document.getElementById("copy-password").addEventListener("click", async () => {
  password.focus();
  password.select();
  try {
    await navigator.clipboard.writeText(password.value);
    copied.textContent = "Copied. Paste it into the Web Connector.";
  } catch {
    copied.textContent = "The password is marked now. Press Ctrl+C to copy it.";
  }
});

document.getElementById("download-file").addEventListener("click", (event) => {
  event.currentTarget.classList.remove("primary");
  document.getElementById("file-downloaded").hidden = false;
  document.getElementById("notice")?.remove();
});
