// A parent with a mini-program in a browser: answers what is asked, by what is seen, from the papers of a family.

const PATIENCE_MS = 30_000;
const STEP = '.taro_page:last-child [id^="step-"]:visible';

export class Parent {
  /** Called at every page with its name: for pictures. */
  look = async () => {};
  /** The steps and pages that were seen, in order. */
  seen = [];
  /** What it cost: taps, one for the shutter of the host's camera included, characters, and pages in order. */
  taps = 0;
  typed = 0;
  pages = [];

  /**
   * @param {import('playwright-core').Page} page
   * @param {object} family a case of the sandbox
   * @param {{channel: string, host?: string, paper?: (path: string) => Promise<Buffer>, film?: import("./film.js").Film}} where
   * `paper`: a quicker way to a picture than the sandbox's button; `film`: what the browser's camera sees
   */
  constructor(page, family, { channel, host = 'wechat', paper, film }) {
    Object.assign(this, { page, family, channel, host, paper, film });
  }

  at(id) {
    return this.page.locator(where(id));
  }

  async tap(what) {
    this.taps += 1;
    await (typeof what === 'string' ? this.at(what) : what).click();
  }

  async type(line, text) {
    this.taps += 1;
    this.typed += [...text].length;
    await line.fill(text);
  }

  /** A page is there; a page that asks for more after its button is still the same. */
  async arrive(name) {
    if (this.pages.at(-1) !== name) this.pages.push(name);
    await this.look(name);
  }

  async open() {
    await this.page.goto(`/sandbox/app/${this.channel}?host=${this.host}`);
    await this.at('to-section').waitFor();
    await this.arrive('home');
  }

  /** From the home page to the first step. */
  async begin() {
    await this.tap('to-section');
    await this.arrive('section');
    if (this.channel === 'yikatong') await this.tap('apply');
    await this.logIn();
    await this.look('ready');
    await this.tap('apply');
    if (this.channel === 'yikatong') {
      await this.arrive('dialogue');
      await this.tap('go');
    }
    await this.stepped();
  }

  /** The host's log-in and all proofs that the channel asks for. */
  async logIn() {
    await this.tap('log-in');
    await this.at('native-person').selectOption(this.family.case);
    await this.at('native-choose').click();
    await this.prove();
  }

  async prove() {
    const next = await this.first('host-phone', 'start-face', 'apply');
    if (next === 'host-phone') {
      await this.arrive('phone');
      await this.tap('host-phone');
      await this.tap('native-allow');
      const then = await this.first('start-face', 'apply');
      if (then === 'apply') return;
    }
    if (next !== 'apply') await this.showFace();
  }

  async showFace(outcome = 'pass') {
    await this.at('agree-face').waitFor();
    if (await this.at('name').count()) {
      await this.type(this.at('name'), this.family.agent.name);
      await this.type(this.at('id-number'), this.family.agent.id_number);
    }
    await this.tap('agree-face');
    await this.arrive('face');
    await this.tap('start-face');
    await this.tap(`native-${outcome}`);
    if (outcome === 'pass') await this.at('start-face').waitFor({ state: 'hidden' });
  }

  /** The first of these that can be seen. */
  async first(...ids) {
    const any = ids.map(where).join(', ');
    await this.page.locator(any).first().waitFor({ timeout: PATIENCE_MS });
    for (const id of ids) if (await this.at(id).count()) return id;
    return this.first(...ids);
  }

  /** Waits for a step; its id and page. */
  async stepped() {
    await this.page.locator(STEP).first().waitFor({ timeout: PATIENCE_MS });
    return (await this.step()) ?? this.stepped();
  }

  /** The id and page of the step that is there now; none between two pages. */
  async step() {
    const seen = await this.page.locator(STEP).evaluateAll((all) => all.map(({ id, className }) => [id, className]));
    if (seen.length === 0) return null;
    const [id, names] = seen[0];
    return `${id.slice('step-'.length)}/${names.match(/page-(\S+)/)?.[1] ?? ''}`;
  }

  /**
   * Goes on until the end: `submits`, `refused:<code>`, or `problem:<field>` where a page cannot be finished.
   *
   * @param {(place: string) => Promise<boolean>} [stops] true where the journey is to stop: `stopped`
   */
  async walk(stops = async () => false) {
    for (let pages = 0; pages < 60; pages += 1) {
      const place = await this.stepped();
      this.seen.push(place);
      if (await stops(place)) return 'stopped';
      await this.fill();
      await this.arrive(place.replace('/', '_'));
      const end = await this.press(place);
      if (end) return end;
    }
    throw new Error(`no end: ${this.seen.join(' ')}`);
  }

  /** Presses the page's button; how the journey ended by that, if it did. */
  async press(place) {
    const two = this.page.locator('[id^="answer-"]:visible');
    if (await two.count()) {
      const answer = this.family.answers.relationship_confirmed ?? 'yes';
      await this.tap(`answer-${answer}`);
    } else {
      await this.tap('next');
    }
    for (let tries = 0; tries < 600; tries += 1) {
      if (await this.at('application').count()) {
        await this.arrive('receipt');
        return 'submits';
      }
      const trouble = this.at('trouble');
      if (await trouble.count()) return `refused:${(await trouble.getAttribute('class')).match(/code-(\S+)/)?.[1]}`;
      const summary = await this.at('summary').count();
      const now = await this.step();
      if (now !== null && now !== place) return null;
      const mend = this.page.locator(`.taro_page:last-child [id^="mend-"]:visible`).first();
      if (await mend.count()) {
        await this.tap(mend);
        await this.page.waitForFunction(
          (known) => !document.querySelector(`.taro_page:last-child [id="step-${known}"]`),
          place.split('/')[0],
        );
        return null;
      }
      if (
        summary &&
        !(await this.at('next')
          .isDisabled()
          .catch(() => false))
      ) {
        // What became visible by these answers is asked on the same page.
        if (this.pressed === `${place} again`) return `problem:${await this.wrong()}`;
        this.pressed = this.pressed === place ? `${place} again` : place;
        return null;
      }
      await this.page.waitForTimeout(50);
    }
    throw new Error(`nothing happened at ${place}`);
  }

  async wrong() {
    const marks = this.page.locator('[id^="wrong-"]:visible');
    const ids = await marks.evaluateAll((all) => all.map((one) => one.id.slice('wrong-'.length)));
    return ids.join(' ');
  }

  /** Answers everything on the page that the family has an answer to. */
  async fill() {
    for (let rounds = 0; rounds < 4; rounds += 1) {
      const before = await this.ids();
      for (const id of before) {
        if (id.startsWith('field-')) await this.answer(id.slice('field-'.length));
        else await this.photograph(id.slice('slot-'.length));
      }
      await this.page.waitForTimeout(150);
      const after = await this.ids();
      if (after.join() === before.join()) return;
    }
  }

  ids() {
    const all = this.page.locator('[id^="field-"]:visible, [id^="slot-"]:visible');
    return all.evaluateAll((found) => found.map((one) => one.id));
  }

  async answer(field) {
    const value = this.family.answers[field];
    if (value === undefined) return;
    const input = this.at(`input-${field}`);
    if (await input.count()) {
      const tag = await input.evaluate((element) => element.tagName);
      if (tag !== 'BUTTON') {
        if ((await input.inputValue()) !== value) await this.type(input, value);
      } else if (value === 'yes' && !(await isChosen(input))) {
        await this.tap(input);
      }
      return;
    }
    const option = this.at(`option-${field}-${value}`);
    if (await option.count()) {
      if (!(await isChosen(option))) await this.tap(option);
      return;
    }
    if (await this.at(`open-${field}`).count()) return this.search(field, value);
    if (await this.at(`date-${field}`).count()) {
      const long = this.at(`long-${field}`);
      if (value !== 'long_term') await this.type(this.at(`date-${field}`), value);
      else if (!(await isChosen(long))) await this.tap(long);
    }
  }

  async search(field, value) {
    await this.tap(`open-${field}`);
    const option = this.at(`option-${field}-${value}`);
    await this.look(`search_${field}`);
    if (!(await option.count())) {
      // By its district, where the list has them; else by what it is called.
      const district = this.at(`district-${value.split('-')[1]}`);
      if (await district.count()) await this.tap(district);
    }
    await this.tap(option);
  }

  async photograph(material) {
    const camera = this.at(`camera-${material}`);
    if (!(await camera.count()) || (await this.at(`there-${material}`).count())) return;
    if (material === 'card_photo' && this.family.answers.photo_choice === 'default_picture') return;
    if (!this.family.papers[material]) return;
    await this.tap(camera);
    this.taps += 1;
    if (this.film) {
      await this.film.show(this.page, this.family.papers[material]);
      await this.at('native-camera').click();
      await this.at('native-shutter').click();
    } else if (this.paper) {
      const buffer = await this.paper(this.family.papers[material]);
      await this.page.locator('#native-file').setInputFiles({ name: 'paper.jpg', mimeType: 'image/jpeg', buffer });
    } else {
      await this.at('native-paper').click();
    }
    await this.at(`there-${material}`).waitFor({ timeout: PATIENCE_MS });
  }
}

/** On the page that lies on top, or among the host's own dialogues: pages below are still there. */
function where(id) {
  const own = `[id="${id}"]:visible`;
  return id.startsWith('native-') ? own : `.taro_page:last-child ${own}`;
}

async function isChosen(row) {
  return /row-chosen/.test(await row.getAttribute('class'));
}
