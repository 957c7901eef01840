// The child's photo: its frame follows finger, mouse and keys. Nothing is saved before the form is sent.

/** As the server calculates it: 358 to 441, to the nearest whole pixel. */
const heightOf = (width) => Math.floor((width * 882 + 358) / 716);
const PRINTED_WIDTH = 358;
const WAYS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** @param {HTMLFormElement} form */
export function watchCrop(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const area = part("crop-area");
  const size = part("crop-size");
  const numbers = (text) => text.split(",").map(Number);
  const [wide, high] = numbers(form.dataset.picture);
  const [least, largest] = [Number(form.dataset.least), Number(form.dataset.largest)];
  const fields = ["x", "y", "width"].map((name) => form.elements[name]);
  let [x, y, width] = fields.map((field) => Number(field.value));

  const within = (value, low, top) => Math.min(Math.max(Math.round(value), low), top);

  function show() {
    const height = heightOf(width);
    [x, y, width].forEach((value, at) => { fields[at].value = value; });
    Object.entries({ x, y, width, height }).forEach(([name, value]) => part("crop-frame").setAttribute(name, value));
    part("crop-dark").setAttribute("d", `M0 0H${wide}V${high}H0ZM${x} ${y}h${width}v${height}h${-width}z`);
    part("card-view").setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    part("crop-sharp").hidden = width < PRINTED_WIDTH;
    part("crop-blurred").hidden = width >= PRINTED_WIDTH;
    size.value = width;
    const ends = { left: x <= 0, up: y <= 0, right: x + width >= wide, down: y + height >= high, larger: width >= largest, smaller: width <= least };
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

  function resize(wanted, from = { x, y, width }) {
    width = within(wanted, least, largest);
    place(from.x + (from.width - width) / 2, from.y + (heightOf(from.width) - heightOf(width)) / 2);
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
    else if (wish === "reset") {
      [x, y, width] = numbers(form.dataset.suggested);
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
  }, say);

  size.hidden = false;
  area.tabIndex = 0;
  area.setAttribute("role", "application");
  area.setAttribute("aria-label", area.dataset.label);
  show();
  say();
}

/** One finger or the mouse moves the frame, two fingers zoom. All values are in the units of the drawing. */
function watchPointers(area, frame, change, done) {
  const down = new Map();
  let begun;
  const point = (event) => new DOMPoint(event.x, event.y).matrixTransform(area.getScreenCTM().inverse());
  const apart = (points) => Math.max(Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y), 1);
  const begin = () => { begun = { frame: frame(), points: [...down.values()] }; };

  area.onpointerdown = (event) => {
    if (event.button !== 0) return;
    area.setPointerCapture(event.pointerId);
    down.set(event.pointerId, point(event));
    begin();
  };
  area.onpointermove = (event) => {
    if (!down.has(event.pointerId)) return;
    down.set(event.pointerId, point(event));
    const now = [...down.values()];
    const moved = { x: now[0].x - begun.points[0].x, y: now[0].y - begun.points[0].y };
    change(begun.frame, moved, now.length > 1 ? apart(now) / apart(begun.points) : 1);
  };
  area.onpointerup = area.onpointercancel = (event) => {
    if (!down.delete(event.pointerId)) return;
    begin();
    done();
  };
}
