// SPDX-License-Identifier: GPL-3.0-or-later
// Following a resource, with a clock and a server of our own.
import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

const page = new EventTarget();
page.hidden = false;
globalThis.document = page;
globalThis.addEventListener = () => {};
const { watchResource } = await import('../../WebViewer/Shared/watch.js');

const done = { AnalysisId: 'a', Status: 'Completed', CompletedAt: 't' };
const running = {
  AnalysisId: 'a',
  Status: 'Running',
  Progress: { Stage: 'Reading', Done: 1, Of: 4 },
};

class Server {
  constructor() {
    Object.assign(this, {
      list: [],
      tag: '"1"',
      body: {},
      problem: null,
      asked: 0,
      askedReport: 0,
    });
    this.states = [];
    this.watcher = null;
  }

  async analysesNow() {
    this.asked += 1;
    if (this.problem) {
      throw this.problem;
    }
    return { list: this.list, tag: this.tag };
  }

  async report() {
    this.askedReport += 1;
    return this.body;
  }

  async watch() {
    this.watcher = watchResource(this, { level: 'studies', id: 'x' }, (state) =>
      this.states.push(state),
    );
    await settle();
  }

  get last() {
    return this.states[this.states.length - 1];
  }
}

async function settle() {
  for (let i = 0; i < 20; ++i) {
    await Promise.resolve();
  }
}

async function pass(milliseconds) {
  for (let left = milliseconds; left > 0; left -= 250) {
    mock.timers.tick(250);
    await settle();
  }
}

let server = null;
beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  page.hidden = false;
  server = new Server();
});
afterEach(() => {
  server.watcher?.stop();
  mock.timers.reset();
});

const problem = (httpStatus, message = 'no') => Object.assign(new Error(message), { httpStatus });

test('the first answer is told even when there is nothing', async () => {
  await server.watch();
  assert.equal(server.states.length, 1);
  assert.deepEqual(server.last, {
    analyses: [],
    analysis: null,
    report: null,
    problem: null,
    deleted: null,
  });
});

test('what is under way is asked each second, what has ended every five', async () => {
  server.list = [running];
  await server.watch();
  await pass(3000);
  assert.equal(server.asked, 4);
  server.list = [done];
  server.body = { report: { AnalysisId: 'a' } };
  await pass(1000);
  assert.deepEqual(server.last.report, { AnalysisId: 'a' });
  const before = server.asked;
  await pass(10000);
  assert.equal(server.asked - before, 2);
});

test('the report is not asked for again while nothing changes, nor is anybody told', async () => {
  server.list = [done];
  server.body = { report: { AnalysisId: 'a' } };
  await server.watch();
  const [reports, states] = [server.askedReport, server.states.length];
  await pass(20000);
  assert.equal(server.askedReport, reports);
  assert.equal(server.states.length, states);
});

test('a review shows by the tag alone, and the same report stays the same object', async () => {
  server.list = [done];
  server.body = { report: { AnalysisId: 'a' } };
  await server.watch();
  const { report } = server.last;
  server.tag = '"2"';
  server.body = { report: { AnalysisId: 'a' } };
  await pass(5000);
  assert.equal(server.askedReport, 2);
  assert.equal(server.last.report, report);
  server.tag = '"3"';
  server.body = { report: { AnalysisId: 'a', Review: { Revision: 1 } } };
  await pass(5000);
  assert.equal(server.last.report.Review.Revision, 1);
});

test('a server that is away is asked less and less, and comes back by itself', async () => {
  server.list = [done];
  server.body = { report: { AnalysisId: 'a' } };
  await server.watch();
  server.problem = problem(undefined, 'Failed to fetch');
  await pass(5000);
  assert.equal(server.last.problem.kind, 'unreachable');
  assert.deepEqual(server.last.report, { AnalysisId: 'a' });
  const before = server.asked;
  await pass(60000);
  assert.ok(server.asked - before < 10, String(server.asked - before));
  server.problem = null;
  await pass(15000);
  assert.equal(server.last.problem, null);
});

test('a resource deleted while open is said to be so, and asked for no more', async () => {
  server.list = [done];
  await server.watch();
  server.problem = problem(404);
  await pass(5000);
  assert.equal(server.last.deleted, 'resource');
  const before = server.asked;
  await pass(60000);
  assert.equal(server.asked, before);
});

test('an unknown resource is told from a deleted one', async () => {
  server.problem = problem(404);
  await server.watch();
  assert.equal(server.last.problem.kind, 'unknown');
  assert.equal(server.last.deleted, null);
});

test('an analysis deleted while open is said to be so until there is another', async () => {
  server.list = [done];
  server.body = { report: { AnalysisId: 'a' } };
  await server.watch();
  server.list = [];
  server.body = {};
  await pass(5000);
  assert.equal(server.last.deleted, 'report');
  assert.equal(server.last.report, null);
  server.list = [running];
  await pass(5000);
  assert.equal(server.last.deleted, null);
});

test('nothing is asked while the page is hidden, and at once when it is shown', async () => {
  server.list = [running];
  await server.watch();
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  const before = server.asked;
  await pass(30000);
  assert.equal(server.asked, before);
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(server.asked, before + 1);
});

test('refusals are told as such', async () => {
  server.problem = problem(403);
  await server.watch();
  assert.equal(server.last.problem.kind, 'refused');
});

// The report's answer waits until the test gives it.
function heldReports() {
  const held = [];
  server.report = () => {
    server.askedReport += 1;
    return new Promise((answer) => held.push(() => answer(server.body)));
  };
  return held;
}

test('a question that a later one replaced leaves the report to that one', async () => {
  server.list = [done];
  server.body = { report: { AnalysisId: 'a' } };
  const held = heldReports();
  await server.watch();
  const answer = { list: server.list, tag: server.tag };
  let giveList = null;
  server.analysesNow = () => new Promise((give) => (giveList = () => give(answer)));
  page.dispatchEvent(new Event('visibilitychange'));
  held[0](); // of the first question, while the second still waits for its list
  await settle();
  giveList();
  await settle();
  held[1]?.();
  await settle();
  assert.equal(server.askedReport, 2);
  assert.deepEqual(server.last.report, { AnalysisId: 'a' });
});

test('a refresh gets its report though a later question replaced it', async () => {
  server.list = [done];
  server.body = { report: { AnalysisId: 'a' } };
  await server.watch();
  server.body = { report: { AnalysisId: 'a', Review: { Revision: 1 } } };
  const held = heldReports();
  server.watcher.refresh();
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  held.forEach((give) => give());
  await settle();
  assert.equal(server.last.report.Review.Revision, 1);
});

test('nothing is told after the end', async () => {
  server.list = [running];
  await server.watch();
  server.watcher.stop();
  const states = server.states.length;
  await pass(5000);
  assert.equal(server.states.length, states);
});
