// A parent's answers, posted form by form as a browser without script posts them, with no page drawn in between: for tests that
// start late in an application. The pages before are walked in other tests.

import assert from 'node:assert/strict';

const FORM = 'main form[data-step]';
/** More pages than any flow has. */
const PAGES_AT_MOST = 60;
const OK = 200;
/** The page is shown again, and names what is wrong. */
const WITH_PROBLEMS = 422;

/** Goes from the step on the parent's page to the first page of another step, which is drawn. */
export async function hurry({ page, service, known }, until) {
  let place = await page.evaluateHandle(() => ({ document, url: location.href }));
  for (let pages = 0; pages < PAGES_AT_MOST; pages += 1) {
    const { step, asked, wanted } = await place.evaluate(
      ({ document: drawn }, form) => ({
        step: drawn.querySelector(form)?.dataset.step,
        asked: [...drawn.querySelectorAll(`${form} [name]`)].map((control) => control.name),
        wanted: [...drawn.querySelectorAll(`${form} [type=file]`)].filter((input) => !input.closest('[data-present], [hidden]')).map((input) => input.name),
      }),
      FORM,
    );
    assert.ok(step, `${known.case}: no ${until} on the way`);
    if (step === until) {
      await page.goto(await place.evaluate(({ url }) => url));
      return;
    }
    const papers = {};
    for (const name of wanted.filter((one) => one in known.papers)) {
      papers[name] = (await service.paper(known.papers[name])).toString('base64');
    }
    place = await place.evaluateHandle(post, { form: FORM, answers: known.answers, papers });
    const { status, problems } = await place.evaluate(said);
    // A paper that is only asked for by an answer on this page is uploaded on the page as it is now.
    const isNew = ({ field }) => field in known.papers && !asked.includes(field);
    const wrong = problems.filter((problem) => !isNew(problem)).map(({ field, code }) => `${field}: ${code}`);
    const expected = problems.length > 0 ? WITH_PROBLEMS : OK;
    assert.ok(wrong.length === 0 && status === expected, `${known.case} at ${step}: answered ${status} ${wrong.join(', ')}`);
  }
  throw new Error(`${known.case}: no ${until} after ${PAGES_AT_MOST} pages`);
}

/** In the browser: fills in the form of a page, posts it, and returns the page that answers. */
async function post({ document: drawn }, { form, answers, papers }) {
  const filled = drawn.querySelector(form);
  const body = new FormData(filled);
  for (const { name, type, value } of filled.querySelectorAll('[name]:enabled')) {
    const wanted = answers[name];
    if (type === 'submit') {
      // The main button sends its answer, or the other one does.
      if (wanted !== undefined) body.set(name, wanted);
    } else if (name in papers) {
      const bytes = Uint8Array.from(atob(papers[name]), (character) => character.charCodeAt(0));
      body.set(name, new File([bytes], `${name}.jpg`, { type: 'image/jpeg' }));
    } else if (wanted === undefined || type === 'hidden') {
      continue;
    } else if (type !== 'radio' && type !== 'checkbox') {
      body.set(name, wanted);
    } else if (value === wanted) {
      body.set(name, value);
    } else if (type === 'checkbox') {
      body.delete(name);
    }
  }
  const answer = await fetch(filled.getAttribute('action'), { method: 'POST', body });
  return { document: new DOMParser().parseFromString(await answer.text(), 'text/html'), url: answer.url, status: answer.status };
}

/** In the browser: how a page answered, and the problems that it names. */
function said({ document: drawn, status }) {
  const marks = [...drawn.querySelectorAll('[data-problem]')];
  return { status, problems: marks.map(({ dataset }) => ({ field: dataset.field, code: dataset.problem })) };
}
