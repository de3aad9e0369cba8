// Sends the files of a form in parts that survive a broken connection or a closed page.
//
//   <form method="post" enctype="multipart/form-data" data-upload="/…/upload/" data-upload-waiting="…" data-upload-failed="…">
//     {% csrf_token %} <input type="file" name="file"> <button>…</button>      (progress and output are added)
//   </form>
//
// Without this script the same form is sent in one piece. Choosing the same file again goes on where it stopped: the
// node finds the unfinished upload by a digest of name, size and date; nothing is kept in the browser.

// Parts begin small, grow while they go quickly, up to what the node takes at once, and shrink when the line breaks: a
// slow line never has to hold for long, and a quick one is not asked for an answer every few milliseconds.

const RETRY = [1000, 2000, 5000, 10000, 20000, 30000];
const SMALLEST = 1024 * 1024;
const FIRST = 8 * 1024 * 1024;
const QUICK = 3000; // milliseconds

class Refused extends Error {}
class TooLarge extends TypeError {}

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (files.length === 0) {
      return; // nothing chosen: the server says so
    }
    event.preventDefault();
    send(form, files);
  });
}

async function send(form, files) {
  const show = display(form, files.reduce((sum, file) => sum + file.size, 0));
  show.begin();
  try {
    let done = 0;
    let next = "";
    for (const file of files) {
      next = await sendOne(form, file, (sent) => show.progress(done + sent), show.waiting);
      done += file.size;
    }
    window.removeEventListener("beforeunload", warn);
    window.location.assign(next);
  } catch (error) {
    show.failed(error instanceof Refused ? error.message : form.dataset.uploadFailed || "");
  }
}

async function sendOne(form, file, progress, waiting) {
  const begun = await patiently(waiting, async () =>
    answer(
      await fetch(form.dataset.upload, {
        method: "POST",
        headers: { ...token(form), "Content-Type": "application/json" },
        body: JSON.stringify({ name: file.name, type: file.type, size: file.size, key: await resumeKey(form, file) }),
      }),
    ),
  );
  let offset = begun.offset;
  let most = begun.part;
  let size = Math.min(FIRST, most);
  while (offset < file.size) {
    progress(offset);
    let sent = performance.now();
    offset = await patiently(waiting, async (failed) => {
      if (failed) {
        size = Math.min(Math.max(Math.floor(size / 2), SMALLEST), most);
        most = failed instanceof TooLarge ? size : most;
      }
      const from = failed ? await whereTo(begun.url) : offset;
      sent = performance.now();
      return from < file.size ? putPart(form, begun.url, file, [from, Math.min(from + size, file.size)], progress) : from;
    });
    if (performance.now() - sent < QUICK) {
      size = Math.min(size * 2, most);
    }
  }
  progress(file.size);
  const fields = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file]")) {
    fields.delete(input.name);
  }
  const finished = await patiently(waiting, async () =>
    answer(await fetch(begun.finish, { method: "POST", headers: token(form), body: fields })),
  );
  return finished.next;
}

async function whereTo(url) {
  const response = await fetch(url, { method: "HEAD" });
  if (!response.ok) {
    throw new Refused("");
  }
  return Number(response.headers.get("Upload-Offset"));
}

// XMLHttpRequest, because fetch does not tell how much of a part was sent.
function putPart(form, url, file, [from, end], progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Content-Range", `bytes ${from}-${end - 1}/${file.size}`);
    for (const [name, value] of Object.entries(token(form))) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => progress(from + event.loaded));
    request.addEventListener("error", () => reject(new TypeError("network")));
    request.addEventListener("load", () => {
      if (request.status === 204) {
        resolve(Number(request.getResponseHeader("Upload-Offset")));
      } else {
        reject(refusal(request.status, request.responseText));
      }
    });
    request.send(file.slice(from, end));
  });
}

async function answer(response) {
  const text = await response.text();
  if (!response.ok) {
    throw refusal(response.status, text);
  }
  return JSON.parse(text);
}

// What a proxy or a restarting node answers, and what says "later", is worth another try; the rest is not.
function refusal(status, text) {
  let said = {};
  try {
    said = JSON.parse(text);
  } catch {
    said = {};
  }
  if (status === 413 && !said.code) {
    return new TooLarge("later"); // a proxy's own limit: the node says which code it means
  }
  const passing = [408, 429, 502, 503, 504].includes(status) || (status === 409 && said.code === "E_PART");
  return passing ? new TypeError("later") : new Refused(said.message || "");
}

async function patiently(waiting, attempt) {
  for (let tries = 0, failed = null; ; tries += 1) {
    try {
      const value = await attempt(failed);
      waiting(false);
      return value;
    } catch (error) {
      failed = error;
      if (error instanceof Refused || tries >= 40) {
        throw error;
      }
      waiting(true);
      await new Promise((resolve) => setTimeout(resolve, RETRY[Math.min(tries, RETRY.length - 1)]));
    }
  }
}

function token(form) {
  return { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
}

async function resumeKey(form, file) {
  if (!window.crypto.subtle) {
    return ""; // plain http: nothing to resume by after the page is closed
  }
  const text = JSON.stringify([form.dataset.upload, file.name, file.size, file.lastModified]);
  const digest = await window.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function warn(event) {
  event.preventDefault();
}

function display(form, total) {
  const bar = form.querySelector("progress") || form.appendChild(document.createElement("progress"));
  const says = form.querySelector("output") || form.appendChild(document.createElement("output"));
  bar.setAttribute("aria-label", form.dataset.uploadWaiting || "");
  const buttons = form.querySelectorAll("button");
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  const say = (text) => {
    if (says.textContent !== text) {
      says.textContent = text;
    }
  };
  return {
    begin() {
      window.addEventListener("beforeunload", warn);
      buttons.forEach((button) => (button.disabled = true));
      bar.hidden = false;
      bar.max = Math.max(total, 1);
      bar.value = 0;
      form.setAttribute("aria-busy", "true");
    },
    progress(sent) {
      bar.value = sent;
      say(percent.format(total ? Math.floor((sent / total) * 100) / 100 : 1));
    },
    waiting(is) {
      if (is) {
        say(form.dataset.uploadWaiting || "…");
      }
    },
    failed(text) {
      window.removeEventListener("beforeunload", warn);
      buttons.forEach((button) => (button.disabled = false));
      form.removeAttribute("aria-busy");
      bar.hidden = true;
      say(text);
    },
  };
}
