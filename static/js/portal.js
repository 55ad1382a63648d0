/* What a page gains with JavaScript; nothing needs it.
   1. Marks the body, so that GOV.UK Frontend starts (govuk/govuk-frontend.min.js comes after this file).
   2. Keeps the progress of a long job up to date without reloading the page. */

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}

/* <div data-job-state="/jobs/…/state/"> holds a <progress> and an element with data-job-sentence.
   The address answers {done, total, sentence, finished}; once finished the page is loaded again and says what came of it. */
for (const box of document.querySelectorAll("[data-job-state]")) {
  const bar = box.querySelector("progress");
  const sentence = box.querySelector("[data-job-sentence]");
  let failures = 0;

  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.jobState, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      failures = 0;
      if (state.finished) {
        window.location.reload();
        return;
      }
      if (bar && state.total) {
        bar.max = state.total;
        bar.value = state.done;
      }
      if (sentence && state.sentence && sentence.textContent !== state.sentence) {
        sentence.textContent = state.sentence;
      }
    } catch {
      failures += 1;
    }
    if (failures < 10) window.setTimeout(ask, 1000 * (1 + failures));
  };
  window.setTimeout(ask, 1000);
}
