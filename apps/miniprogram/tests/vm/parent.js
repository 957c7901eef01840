// A parent with a compiled mini-program: does by its parts what a parent does by its looks.

import assert from 'node:assert/strict';

import { alipay } from './alipay.js';
import { baidu, baiduFace } from './baidu.js';
import { Machine } from './machine.js';
import { wechat, wechatPhone } from './wechat.js';
import { World } from './world.js';

const HOSTS = { wechat: ['weapp', wechat], alipay: ['alipay', alipay], baidu: ['swan', baidu] };
const MOST_PAGES = 60;
/** What stands on a list of which nothing is chosen yet. */
const CHOOSE = '请选择';

export class Parent {
  /** Steps and pages, in order. */
  seen = [];
  /** Questions that did not hold their answer yet, in order. */
  answered = [];

  constructor(service, family, channel, host, dist) {
    const [type, natives] = HOSTS[host];
    this.service = service;
    this.family = family;
    this.world = new World({ url: service.url, host, channel, person: family.agent.username });
    this.machine = new Machine(`${dist}/${channel}-${type}`, natives(this.world));
    this.machine.launch();
  }

  async begin() {
    const { machine } = this;
    const { channel } = this.world;
    await machine.tap('to-section');
    if (channel === 'yikatong') await machine.tap('apply');
    await machine.tap('log-in');
    await this.prove();
    await machine.tap('apply');
    if (channel === 'yikatong') await machine.tap('go');
  }

  /** Proves what the service asks for, in its order. */
  async prove() {
    const { machine, world } = this;
    const next = () => ['host-phone', 'start-face', 'apply'].find((id) => machine.find(id));
    let asked = await machine.until('what is to be proved', next);
    if (asked === 'host-phone') {
      await wechatPhone(world, machine, 'host-phone');
      asked = await machine.until('what comes after the phone', () => ['start-face', 'apply'].find((id) => machine.find(id)));
    }
    if (asked === 'start-face') await this.showFace();
    await machine.until('the way to begin', () => machine.find('apply'));
  }

  async showFace() {
    const { machine, world, family } = this;
    await machine.until('the consent', () => machine.ids('agree-face').length > 0 && /。/.test(machine.text()));
    if (machine.find('name')) {
      await machine.type('name', family.agent.name);
      await machine.type('id-number', family.agent.id_number);
    }
    await machine.tap('agree-face');
    await machine.tap('start-face');
    if (world.host === 'baidu') await baiduFace(world, machine);
  }

  /** Goes on to the end: `submits`, `refused:<code>`, or `problem:<fields>`. */
  async walk(stops = () => false) {
    const { machine } = this;
    let checked = '';
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const place = await machine.until('a step', () => this.place());
      this.seen.push(place);
      if (stops(place)) return 'stopped';
      await this.fill();
      const [answer] = machine.ids('answer-');
      await machine.tap(answer ? `answer-${this.family.answers.relationship_confirmed ?? 'yes'}` : 'next');
      const end = await machine.until('an answer of the service', () => this.end(place));
      if (end === 'wrong') {
        if (checked === place)
          return `problem:${machine
            .ids('wrong-')
            .map((id) => id.slice('wrong-'.length))
            .join(' ')}`;
        checked = place;
      } else if (end !== 'on') {
        return end;
      }
    }
    throw new Error(`no end: ${this.seen.join(' ')}`);
  }

  /** Which step and page is shown; nothing while one waits. */
  place() {
    const [id] = this.machine.ids('step-');
    const node = id && this.machine.find(id);
    return node && `${id.slice('step-'.length)}/${/page-(\S+)/.exec(node.cl)?.[1]}`;
  }

  end(place) {
    const { machine } = this;
    if (machine.find('application')) return 'submits';
    const trouble = machine.find('trouble');
    if (trouble) return `refused:${/code-(\S+)/.exec(trouble.cl)?.[1]}`;
    const button = machine.find('next') ?? machine.find(machine.ids('answer-')[0]);
    if (!button || Object.values(button).includes(true)) return null;
    if (machine.find('summary')) return 'wrong';
    const now = this.place();
    return now && now !== place ? 'on' : null;
  }

  /** Answers what is asked on the page, until nothing new is asked. */
  async fill() {
    const { machine } = this;
    const asked = () => [...machine.ids('field-'), ...machine.ids('slot-')];
    for (let rounds = 0; rounds < 4; rounds += 1) {
      const before = asked();
      for (const id of before) {
        if (id.startsWith('field-')) await this.answer(id.slice('field-'.length));
        else await this.photograph(id.slice('slot-'.length));
      }
      await new Promise((resolve) => setTimeout(resolve, 60));
      if (asked().join() === before.join()) return;
    }
  }

  async answer(field) {
    const { machine } = this;
    const value = this.family.answers[field];
    if (value === undefined) return;
    const isChosen = (id) => /row-chosen/.test(machine.find(id)?.cl ?? '');
    const holds = (id) => Object.values(machine.find(id)).includes(value);
    const input = `input-${field}`;
    if (machine.find(input)) {
      const isBox = /row/.test(machine.find(input).cl);
      if (isBox && value === 'yes' && !isChosen(input)) await this.tap(field, input);
      if (!isBox && !holds(input)) {
        this.answered.push(field);
        await machine.type(input, value);
      }
    } else if (machine.find(`option-${field}-${value}`)) {
      if (!isChosen(`option-${field}-${value}`)) await this.tap(field, `option-${field}-${value}`);
    } else if (machine.find(`open-${field}`)) {
      if (textOf(machine.find(`open-${field}`)).includes(CHOOSE)) await this.search(field, value);
    } else if (machine.find(`date-${field}`)) {
      if (value === 'long_term' ? !isChosen(`long-${field}`) : !holds(`date-${field}`)) await this.date(field, value);
    }
  }

  async tap(field, id) {
    this.answered.push(field);
    await this.machine.tap(id);
  }

  async date(field, value) {
    if (value === 'long_term') return this.tap(field, `long-${field}`);
    this.answered.push(field);
    this.machine.fire(`date-${field}`, 'change', { value });
  }

  async search(field, value) {
    const { machine } = this;
    this.answered.push(field);
    await machine.tap(`open-${field}`);
    const option = `option-${field}-${value}`;
    await machine.until('the list', () => machine.ids(`option-${field}-`).length > 0);
    const district = `district-${value.split('-')[1]}`;
    if (!machine.find(option)) await machine.tap(district);
    await machine.tap(option);
    await machine.until('the list closed', () => !machine.find('close'));
  }

  async photograph(material) {
    const { machine, family, world } = this;
    if (!machine.find(`camera-${material}`) || machine.find(`there-${material}`)) return;
    if (material === 'card_photo' && family.answers.photo_choice === 'default_picture') return;
    if (!family.papers[material]) return;
    world.picture = await this.service.paper(family.papers[material]);
    await machine.tap(`camera-${material}`);
    await machine.until(`${material} uploaded`, () => machine.find(`there-${material}`));
  }

  /** The number that stands on the receipt. */
  receipt() {
    const node = this.machine.find('receipt');
    assert.ok(node, `no receipt: ${this.machine.text()}`);
    return node.cn.map((child) => child.v).join('');
  }
}

function textOf(node) {
  return [node.v ?? '', ...(node.cn ?? []).map(textOf)].join('');
}
