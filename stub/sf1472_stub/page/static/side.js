// Uden dette script virker siden også: journalen ses ved at genindlæse, og teksten kopieres med tastaturet.
"use strict";

const EVERY = 1000;

function keepFresh(list, box) {
  const status = box.querySelector("[role=status]");
  let tag = "";

  function replace(html) {
    const focused = document.activeElement?.id;
    const left = list.querySelector(".scroll")?.scrollLeft ?? 0;
    list.innerHTML = html;
    const region = list.querySelector(".scroll");
    if (region) region.scrollLeft = left;
    if (focused && !document.activeElement?.id) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  async function look() {
    if (!box.querySelector("input").checked || document.hidden) return;
    try {
      const answer = await fetch(list.dataset.live, { headers: { "If-None-Match": tag }, cache: "no-store" });
      if (answer.status !== 200 && answer.status !== 304) throw new Error(answer.statusText);
      if (answer.status === 200) {
        tag = answer.headers.get("ETag");
        replace(await answer.text());
      }
      if (status.textContent) status.textContent = "";
    } catch {
      const text = "Stubben svarer ikke. Siden prøver igen.";
      if (status.textContent !== text) status.textContent = text;
    }
  }

  async function again() {
    await look();
    setTimeout(again, EVERY);
  }

  box.hidden = false;
  again();
}

function offerCopy(button) {
  const text = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = "Kopieret";
    } catch {
      status.textContent = "Teksten er markeret: kopiér med Ctrl-C";
    }
  });
}

const list = document.querySelector("[data-live]");
if (list) keepFresh(list, document.querySelector(".live"));
document.querySelectorAll("[data-copy]").forEach(offerCopy);
