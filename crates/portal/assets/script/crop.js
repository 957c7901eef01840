// The child's photo: its frame follows finger, mouse and keys. Nothing is saved before the form is sent.

/** As the server calculates it: 358 to 441, to the nearest whole pixel. */
const heightOf = (width) => Math.floor((width * 882 + 358) / 716);
const PRINTED_WIDTH = 358;
const LEAST_WIDTH = 120;
/** Where the middle of the face belongs, from the upper edge of a frame of 358 x 441. */
const FACE_AT = 170;
const faceOf = (width) => Math.floor((heightOf(width) * FACE_AT) / 441);
/** A pointer that moves less is a tap: a finger is not still. */
const TAP_PX = 8;
const WAYS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** @param {HTMLFormElement} form */
export function watchCrop(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const area = part("crop-area");
  const size = part("crop-size");
  const numbers = (text) => text.split(",").map(Number);
  let [wide, high] = numbers(form.dataset.picture);
  let [suggested, other] = [form.dataset.suggested, form.dataset.suggestedTurned].map(numbers);
  const fields = ["x", "y", "width", "turns"].map((name) => form.elements[name]);
  let [x, y, width, turns] = fields.map((field) => Number(field.value));
  const largest = () => suggested[2];
  const least = () => Math.min(LEAST_WIDTH, largest());

  const within = (value, low, top) => Math.min(Math.max(Math.round(value), low), top);

  function show() {
    const height = heightOf(width);
    [x, y, width, turns].forEach((value, at) => { fields[at].value = value; });
    Object.entries({ viewBox: `0 0 ${wide} ${high}`, width: wide, height: high }).forEach(([name, value]) => area.setAttribute(name, value));
    const turn = ["", `translate(${wide} 0) rotate(90)`, `translate(${wide} ${high}) rotate(180)`, `translate(0 ${high}) rotate(270)`][turns];
    for (const drawing of [area, part("card-view")]) {
      for (const image of drawing.querySelectorAll("image")) image.setAttribute("transform", turn);
    }
    Object.entries({ x, y, width, height }).forEach(([name, value]) => part("crop-frame").setAttribute(name, value));
    part("crop-dark").setAttribute("d", `M0 0H${wide}V${high}H0ZM${x} ${y}h${width}v${height}h${-width}z`);
    part("card-view").setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    part("crop-sharp").hidden = width < PRINTED_WIDTH;
    part("crop-blurred").hidden = width >= PRINTED_WIDTH;
    [size.min, size.max, size.value] = [least(), largest(), width];
    const ends = { left: x <= 0, up: y <= 0, right: x + width >= wide, down: y + height >= high, larger: width >= largest(), smaller: width <= least() };
    for (const way in ends) form.querySelector(`[value=${way}]`).setAttribute("aria-disabled", ends[way]);
  }

  function say() {
    const percent = { left: x / wide, top: y / high, width: width / wide };
    const words = form.dataset.words.replace(/\{(\w+)\}/g, (_, name) => Math.floor(percent[name] * 100));
    part("crop-position").textContent = words;
    size.setAttribute("aria-valuetext", words);
  }

  function place(left, top) {
    x = within(left, 0, wide - width);
    y = within(top, 0, high - heightOf(width));
    show();
  }

  /** Where the middle of the face belongs stays in place. */
  function resize(wanted, from = { x, y, width }) {
    width = within(wanted, least(), largest());
    place(from.x + (from.width - width) / 2, from.y + faceOf(from.width) - faceOf(width));
  }

  /** After a tap on a face; as in `Frame::around`. */
  function around(left, top) {
    const [faceX, faceY] = [within(left, 0, wide), within(top, 0, high)];
    const fits = Math.min(2 * Math.min(faceX, wide - faceX), (faceY * 358) / FACE_AT, ((high - faceY) * 358) / (441 - FACE_AT));
    width = Math.min(width, Math.max(Math.floor(fits), Math.floor((largest() * 2) / 5), least()));
    place(faceX - Math.floor(width / 2), faceY - faceOf(width));
  }

  /** As in `Frame::turned`. */
  function turn(isRight) {
    const isSuggested = String([x, y, width]) === String(suggested);
    const [middleX, middleY] = [x + Math.floor(width / 2), y + Math.floor(heightOf(width) / 2)];
    const [left, top] = isRight ? [high - middleY, middleX] : [middleY, wide - middleX];
    [wide, high, suggested, other] = [high, wide, other, suggested];
    turns = (turns + (isRight ? 1 : 3)) % 4;
    width = within(width, least(), largest());
    if (isSuggested) [x, y, width] = suggested;
    else [x, y] = [left - Math.floor(width / 2), top - Math.floor(heightOf(width) / 2)];
    place(x, y);
  }

  function step([right, down], share) {
    const by = Math.max(Math.floor(width * share), 1);
    place(x + right * by, y + down * by);
  }

  form.onclick = (event) => {
    const wish = event.target.closest("button")?.value;
    if (wish in WAYS) step(WAYS[wish], 0.05);
    else if (wish === "larger") resize(width * 1.1);
    else if (wish === "smaller") resize(width * 0.9);
    else if (wish === "turn_left" || wish === "turn_right") turn(wish === "turn_right");
    else if (wish === "reset") {
      [x, y, width] = suggested;
      show();
    } else return;
    event.preventDefault();
    say();
  };

  area.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key.replace("Arrow", "").toLowerCase()];
    if (way) step(way, event.shiftKey ? 0.1 : 0.01);
    else if (event.key === "+" || event.key === "=") resize(width * 1.05);
    else if (event.key === "-") resize(width / 1.05);
    else return;
    event.preventDefault();
    say();
  };

  size.oninput = () => {
    resize(Number(size.value));
    say();
  };

  watchPointers(area, () => ({ x, y, width }), (begun, moved, spread) => {
    if (spread !== 1) resize(begun.width * spread, begun);
    else place(begun.x + moved.x, begun.y + moved.y);
  }, (tapped) => {
    if (tapped) around(tapped.x, tapped.y);
    say();
  });

  size.hidden = false;
  area.tabIndex = 0;
  area.setAttribute("role", "application");
  area.setAttribute("aria-label", area.dataset.label);
  show();
  say();
}

/** One finger or the mouse moves the frame, two fingers zoom, a tap is told at the end. All values are in the units of the drawing. */
function watchPointers(area, frame, change, done) {
  const down = new Map();
  let begun;
  let tap;
  const point = (event) => new DOMPoint(event.x, event.y).matrixTransform(area.getScreenCTM().inverse());
  const apart = (points) => Math.max(Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y), 1);
  const begin = () => { begun = { frame: frame(), points: [...down.values()] }; };

  area.onpointerdown = (event) => {
    if (event.button !== 0) return;
    area.setPointerCapture(event.pointerId);
    tap = down.size === 0 ? event : null;
    down.set(event.pointerId, point(event));
    begin();
  };
  area.onpointermove = (event) => {
    if (!down.has(event.pointerId)) return;
    if (tap && Math.hypot(event.x - tap.x, event.y - tap.y) > TAP_PX) tap = null;
    if (tap) return;
    down.set(event.pointerId, point(event));
    const now = [...down.values()];
    const moved = { x: now[0].x - begun.points[0].x, y: now[0].y - begun.points[0].y };
    change(begun.frame, moved, now.length > 1 ? apart(now) / apart(begun.points) : 1);
  };
  area.onpointerup = area.onpointercancel = (event) => {
    if (!down.delete(event.pointerId)) return;
    begin();
    done(tap && event.type === "pointerup" ? point(tap) : null);
    tap = null;
  };
}
