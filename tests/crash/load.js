// Parents who save and upload without pause, and remember what the service reported as saved.

import { Client } from './client.js';
import { pictureOf, widthOf } from './picture.js';

const ADDRESS = 'residence.address';
const PICTURE = 'agent_id_portrait';
/** Every n-th save is a picture. */
const PICTURE_EVERY = 3;
const WIDTH_AT_LEAST_PX = 700;

export class Load {
  #writers;
  #running = false;
  #waiting = [];

  /** A parent for each case, each with a draft that has reached the address. */
  static async prepare(service, cases) {
    const writers = cases.map((known) => new Writer(new Client(service, known)));
    await Promise.all(writers.map((writer) => writer.prepare()));
    return new Load(writers);
  }

  constructor(writers) {
    this.#writers = writers;
    for (const writer of writers) writer.onTold = () => this.#told();
  }

  /** From now on every parent waits this long after a reply, for a service that commits late. */
  settle(settle_ms) {
    for (const writer of this.#writers) writer.client.settle_ms = settle_ms;
  }

  /** Waits until the service has just acknowledged something. */
  nextAcknowledgement() {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #told() {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Acknowledged saves and uploads so far. */
  get acknowledged() {
    return this.#writers.reduce((sum, writer) => sum + writer.count, 0);
  }

  /** Writes until `during` has ended the service. */
  async until(during) {
    this.#running = true;
    const writing = this.#writers.map((writer) => writer.write(() => this.#running));
    await during();
    this.#running = false;
    await Promise.all(writing);
  }

  /** What was acknowledged and is missing, what is there twice, rows without their picture. */
  async losses() {
    return (await Promise.all(this.#writers.map((writer) => writer.losses()))).flat();
  }

  /** Everyone submits at once while `during` ends the service; those who got a receipt remember it. */
  async submitUntil(during) {
    const submitting = this.#writers.map((writer) => writer.submit().catch(() => {}));
    await during();
    await Promise.all(submitting);
  }

  /** Submits what is not submitted yet; complains if a receipt changed or an application is there twice. */
  async submitRest() {
    const complaints = [];
    for (const writer of this.#writers) complaints.push(...(await writer.submitAgain()));
    return complaints;
  }
}

class Writer {
  /** What was acknowledged last, and what may or may not have arrived. */
  #address = { told: null, tried: null };
  #picture = { told: null, tried: null };
  #receipt = null;
  count = 0;
  onTold = () => {};

  constructor(client) {
    this.client = client;
  }

  async prepare() {
    await this.client.logIn();
    await this.client.reach('supplement');
    this.addressPage = await this.client.pageWith('supplement', ADDRESS);
    this.picturePage = await this.client.pageWith('agent', PICTURE);
    if (!((await this.#saveAddress()) && (await this.#savePicture()))) throw new Error(`${this.client.known.case}: nothing can be saved`);
  }

  async write(goesOn) {
    // Anything may break while the service dies; what was acknowledged before counts.
    for (let turn = 0; goesOn(); turn += 1) {
      const written = turn % PICTURE_EVERY === 0 ? this.#savePicture() : this.#saveAddress();
      if (!(await written.catch(() => false))) return;
      this.count += 1;
      this.onTold();
    }
  }

  async #saveAddress() {
    const page = await this.client.again(this.addressPage);
    const value = `团结湖路${this.count + 1}号院3号楼`;
    this.#address.tried = value;
    const told = await this.client.save(page, ADDRESS, value);
    if (told) this.#address.told = value;
    return told;
  }

  async #savePicture() {
    const page = await this.client.again(this.picturePage);
    const width_px = WIDTH_AT_LEAST_PX + this.count + 1;
    this.#picture.tried = width_px;
    const told = await this.client.upload(page, PICTURE, pictureOf(width_px), 'png');
    if (told) this.#picture.told = width_px;
    return told;
  }

  async losses() {
    const { client } = this;
    const losses = [];
    const lost = (what, found, { told, tried }) => {
      if (told !== null && found !== told && found !== tried) losses.push(`${client.known.case}: ${what}: told ${told}, found ${found}`);
    };
    const address = client.valueIn(await client.again(this.addressPage), ADDRESS);
    lost('address', address, this.#address);
    const picture = await client.open(`/applications/${client.draft}/materials/${PICTURE}`);
    if (picture.status === 200) lost('picture', widthOf(picture.body), this.#picture);
    else losses.push(`${client.known.case}: a row without its picture: ${picture.status}`);
    // From here on, what was found is the expected state.
    this.#address = { told: address, tried: address };
    this.#picture.told = this.#picture.tried = picture.status === 200 ? widthOf(picture.body) : null;
    return losses;
  }

  async submit() {
    this.#receipt = await this.client.submit();
  }

  async submitAgain() {
    const { client } = this;
    const told = this.#receipt;
    const complaints = [];
    await this.submit();
    if (told !== null && told !== this.#receipt) complaints.push(`${client.known.case}: receipt ${told} became ${this.#receipt}`);
    const listed = await client.listed(this.#receipt);
    if (listed !== 1) complaints.push(`${client.known.case}: its receipt is listed ${listed} times`);
    return complaints;
  }
}
