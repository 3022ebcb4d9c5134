// Before textual.js begins, which is when everything is loaded: where its socket is, and nothing that an address could tell it.
history.replaceState(null, "", "/");
addEventListener("DOMContentLoaded", () => {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  document.getElementById("terminal").dataset.sessionWebsocketUrl = `${scheme}//${location.host}/ws`;
  document.getElementById("again").addEventListener("click", () => location.reload());
});
// textual.js makes the terminal on load, and leaves it without the keyboard until it is clicked.
addEventListener("load", () => setTimeout(() => document.querySelector(".xterm-helper-textarea")?.focus()));
