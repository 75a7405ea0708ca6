// The overview page: asks the API every two seconds. Whatever devices say is set as text, never as
// markup.
'use strict';

const EVERY_MILLIS = 2000;
const byId = (id) => document.getElementById(id);
let chosen = null;
let why = null;

/** The address names what is shown: #device/p2, or #why/pump_dry/p2. */
function readAddress() {
  const parts = location.hash.slice(1).split('/').map(decodeURIComponent);
  chosen = parts[0] === 'device' ? parts[1] : parts[0] === 'why' ? parts[2] : null;
  why = parts[0] === 'why' ? parts[1] : null;
  chosen ||= null;
}

function go(...parts) {
  location.hash = parts.map(encodeURIComponent).join('/');
}

/** What the hub answers; a refusal is thrown in its own words. */
async function ask(path, options) {
  const answer = await fetch('/api/v1/' + path, options);
  if (answer.ok) return answer.json();
  const told = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(told.detail ?? path + ': status ' + answer.status),
    { refused: true });
}

const order = (path, body) => ask(path, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
});

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function action(text, label, onClick) {
  const cell = document.createElement('td');
  const button = element('button', text);
  button.type = 'button';
  button.setAttribute('aria-label', label);
  button.addEventListener('click', onClick);
  cell.append(button);
  return cell;
}

function row(...cells) {
  const made = document.createElement('tr');
  made.append(...cells);
  return made;
}

const cell = (text, className) => element('td', text ?? '', className);
const number = (value) => Number(value ?? 0).toLocaleString();

/** The time of the day, with the day if it is not today. */
function time(iso) {
  if (!iso) return cell('', 'time');
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  const made = cell(today ? at.toLocaleTimeString() : at.toLocaleString(), 'time');
  made.title = iso;
  return made;
}

/** Sets the rows of a table; on a narrow page each cell has the name of its column before it. */
function fill(body, rows) {
  const names = [...body.parentElement.tHead.rows[0].cells].map((head) => head.textContent);
  for (const made of rows) {
    [...made.cells].forEach((cell, column) => { cell.dataset.label = names[column]; });
  }
  body.replaceChildren(...rows);
}

/** Replaces the rows only if they changed, so that focus and selection stay where they are. */
function show(body, key, rows) {
  if (body.dataset.key !== key) {
    body.dataset.key = key;
    fill(body, rows());
  }
}

function duration(seconds) {
  const units = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]];
  const [unit, size] = units.find(([, of]) => seconds >= 2 * of) ?? ['s', 1];
  return Math.floor(seconds / size) + ' ' + unit;
}

function showNumbers(status) {
  const facts = [
    ['Up', duration(status.uptime_seconds)],
    ['Connections', number(status.mqtt.open)],
    ['Messages', number(status.broker.received)],
    ['Devices online', number(status.devices.online) + ' of ' + number(status.devices.count)],
    ['Readings', number(status.devices.readings)],
    ['Stored in history', number(status.ledger.stored)],
    ['Rules', number(status.rules.rules)],
    ['Commands confirmed', number(status.commands.confirmed)],
    ['Durability', status.journal.durability],
  ];
  byId('numbers').replaceChildren(...facts.map(([name, value]) => {
    const fact = document.createElement('div');
    fact.append(element('dt', name), element('dd', value));
    return fact;
  }));
}

/** The state of an alarm, or for one that nobody knows of the button that says so. */
function alarmState(alarm) {
  if (alarm.state !== 'active') {
    return cell(alarm.state + (alarm.acknowledged ? ' by ' + alarm.acknowledged.by : ''));
  }
  return action('acknowledge', 'Acknowledge ' + alarm.rule + ' on ' + alarm.device, async () => {
    const { rule, device, action: number, sequence } = alarm;
    await order('alarms/acknowledge', { rule, device, action: number, through: sequence });
    await refresh();
  });
}

function showAlarms(active) {
  byId('no-alarms').hidden = active.length > 0;
  show(byId('alarms'), JSON.stringify(active), () => active.map((alarm) => row(
    time(alarm.raised ?? alarm.since),
    cell(alarm.severity, alarm.severity),
    cell(alarm.device),
    cell(alarm.text + (alarm.occurrences > 1 ? ' (' + alarm.occurrences + ' times)' : '')),
    alarmState(alarm),
    action('why?', 'Why ' + alarm.rule + ' on ' + alarm.device,
      () => go('why', alarm.rule, alarm.device)))));
}

function showDevices({ devices, next }, { count }, addresses) {
  byId('no-devices').hidden = devices.length > 0;
  byId('more-devices').hidden = !next;
  byId('more-devices').textContent = 'The first ' + number(devices.length) + ' of ' + number(count)
    + "; 'signalbox device list' looks for others.";
  byId('snippet').textContent = "mosquitto_pub -p " + addresses.mqtt.split(':').pop()
    + " -q 1 -t d/my-device/up/data -m '{\"temperature\": 21.5}'";
  show(byId('devices'), JSON.stringify(devices), () => devices.map((device) => row(
    action(device.id, 'Show ' + device.id, () => go('device', device.id)),
    device.type ? cell(device.type) : cell('no type: no rule sees it', 'empty'),
    cell(device.place),
    cell(device.presence),
    time(device.last_seen))));
}

/** A value as text: a position has more than one part. */
const shown = (value) => typeof value === 'object' ? JSON.stringify(value) : String(value);

async function showDetail() {
  byId('detail').hidden = chosen === null;
  if (chosen === null) return;
  try {
    showDevice(await ask('devices/' + encodeURIComponent(chosen)));
    await showCommands();
  } catch (problem) {
    if (!problem.refused) throw problem;
    // A place has no values of its own, but alarms and their why.
    byId('h-detail').textContent = why === null ? problem.message : chosen;
    for (const id of ['points', 'commands', 'failure']) byId(id).hidden = true;
  }
  await showWhy();
}

function showDevice(device) {
  byId('h-detail').textContent = device.id + (device.type ? ', ' + device.type : '')
    + (device.place ? ' in ' + device.place : '') + ', ' + device.presence;
  byId('points').hidden = device.points.length === 0;
  fill(byId('points').tBodies[0], device.points.map((point) => row(
    cell(point.point), cell(shown(point.value)), cell(point.unit),
    point.note ? cell(point.note, 'trouble') : cell(point.quality), time(point.time))));
  const failure = device.last_failure;
  byId('failure').hidden = !failure;
  if (failure) {
    byId('failure').textContent = 'Not taken, the last time at '
      + new Date(failure.time).toLocaleString() + ': ' + failure.reason + ', ' + failure.detail;
  }
}

async function showCommands() {
  const { commands } = await ask('commands?device=' + encodeURIComponent(chosen));
  byId('commands').hidden = commands.length === 0;
  fill(byId('commands').tBodies[0], commands.slice(0, 10).map((command) => row(
    cell(command.point + ' = ' + shown(command.value)), cell(command.state), cell(command.by),
    time(command.changed))));
}

async function showWhy() {
  byId('why').hidden = why === null;
  if (why === null) return;
  try {
    const path = 'why?rule=' + encodeURIComponent(why) + '&device=' + encodeURIComponent(chosen);
    byId('why').textContent = (await ask(path)).lines.join('\n');
  } catch (problem) {
    if (!problem.refused) throw problem;
    byId('why').textContent = problem.message;
  }
}

async function refresh() {
  const state = byId('state');
  try {
    const status = await ask('status');
    const { disk, load } = status.pressure;
    const calm = disk === 'roomy' && load === 'normal';
    state.textContent = status.state + ', version ' + status.version
      + (calm ? '' : '; disk ' + disk + ', load ' + load);
    state.className = calm ? '' : 'away';
    showNumbers(status);
    showAlarms((await ask('alarms')).alarms);
    showDevices(await ask('devices'), status.devices, status.addresses);
    await showDetail();
  } catch (problem) {
    state.textContent = 'the hub does not answer (' + problem.message + '); trying again';
    state.className = 'away';
  }
}

byId('close').addEventListener('click', () => go(''));
addEventListener('hashchange', () => {
  readAddress();
  refresh().then(() => chosen !== null && byId('detail').scrollIntoView());
});
readAddress();
refresh();
setInterval(() => { if (!document.hidden) refresh(); }, EVERY_MILLIS);
