// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong while a review is made, and that nothing of it is lost.
import {
  act, assert, complaintsOf, newContext, openReader, pageTest, reportOf, resource, rest, server,
  until,
} from './harness.mjs';
import {
  begin, decide, desk, dialog, findingBy, isShown, labelField, openReview, press, rejectBecause,
  reviewElsewhere, reviewPath, row, saved, sign,
} from './reviewing.mjs';

const save = 'Save without signing';
const someFindings = async (place) => (await reportOf(place, 'series')).Findings.map(({ Id }) => Id);

async function relabel(page, id, label) {
  await decide(page, id, /^Edit/);
  await labelField(page).fill(label);
  await press(page, 'Done');
}

pageTest('two review at once: the second loses nothing and puts its own on top', async ({ page, context }) => {
  const place = await resource('mr#conflict');
  const [one, two, three] = await someFindings(place);
  const other = await context.newPage();
  await openReview(page, place, 'series');
  await openReview(other, place, 'series');
  await decide(page, one, /^Accept/);
  await relabel(page, two, 'Mine');
  await rejectBecause(other, one, 'Wrong place');
  await decide(other, three, /^Accept/);
  await saved(other);

  await until(async () => {
    const isTold = await page.getByText(/saved revision 1, .* while you were reviewing/).isVisible();
    if (!isTold && (await desk(page).getByRole('button', { name: save }).isEnabled())) {
      await press(page, save);  // whichever comes first: the page's watch, or the server's 409
    }
    return isTold;
  }, 'the conflict');
  await press(page, 'Look at that review');
  await page.getByText(/^This is the review of/).waitFor();
  await press(page, 'Back to mine');
  await row(page, two).getByText('Mine').waitFor();
  await press(page, 'Put my changes on top');
  await page.getByText(/^Both decided, differently/).waitFor();
  await saved(page);

  const after = await reportOf(place, 'series');
  assert.equal(after.Review.Revision, 2);
  assert.equal(findingBy(after, one).Review.Disposition, 'Accepted');
  assert.equal(findingBy(after, two).Label, 'Mine');
  assert.equal(findingBy(after, three).Review.Disposition, 'Accepted', 'the other one\'s word stays');
}, { allow: [/status of 409/] });

pageTest('the other review is taken as it is', async ({ page }) => {
  const place = await resource('square#drop');
  const [{ Id }] = (await reportOf(place)).Findings;
  await openReview(page, place);
  await relabel(page, Id, 'Mine');
  await reviewElsewhere(place, { Revision: 0, Findings: [{ Id, Disposition: 'Edited', Label: 'Theirs' }] });
  await page.getByText(/saved revision 1/).or(desk(page).getByRole('button', { name: save })).first().waitFor();
  await until(() => page.getByText(/saved revision 1/).isVisible(), 'the watch to notice');
  await press(page, 'Drop my changes');
  await press(page, 'Discard changes', dialog(page));
  await desk(page).getByRole('button', { name: 'Continue review' }).waitFor();
  await isShown(page, 'Theirs');
});

pageTest('an answer that is lost on its way is found out', async ({ page }) => {
  const place = await resource('square#lost');
  await openReview(page, place);
  await press(page, /^Accept remaining/);
  await page.route('**/vlm/review', async (route) => {
    await rest(reviewPath(place), { body: JSON.parse(route.request().postData()) });
    await route.abort('connectionreset');
  });
  await press(page, save);
  await page.getByText(/The server cannot be reached/).waitFor();
  await page.unroute('**/vlm/review');
  await saved(page);
  assert.equal((await reportOf(place)).Reviews.length, 1);
}, { allow: [/ERR_CONNECTION_RESET/, /status of 409/] });

pageTest('what is not saved survives a reload, after a warning', async ({ page }) => {
  const place = await resource('square#reload');
  const [{ Id }] = (await reportOf(place)).Findings;
  await openReview(page, place);
  await relabel(page, Id, 'Kept over a reload');
  const asked = new Promise((resolve) => {
    page.once('dialog', async (warning) => {
      await warning.accept();
      resolve(warning.type());
    });
  });
  await page.reload();
  assert.equal(await asked, 'beforeunload');
  await press(page, begin);
  await page.getByText('Your unsaved changes were restored.').waitFor();
  await row(page, Id).getByText('Kept over a reload').waitFor();
  await saved(page);
  assert.equal(findingBy(await reportOf(place), Id).Label, 'Kept over a reload');
});

pageTest('one who may not review is told so', async ({ page }) => {
  const place = await resource('guarded#may-not');
  await openReader(page, { instance: place.instance }, place.url);
  await page.getByText(/^You cannot review here: .*bob/).waitFor();
  assert.equal(await page.getByRole('button', { name: begin }).isDisabled(), true);
}, { user: { username: 'bob', password: 'b-planted-word' } });

pageTest('one who may is named by the server', async ({ page }) => {
  const place = await resource('guarded#may');
  await openReview(page, place);
  await press(page, /^Accept remaining/);
  await sign(page, 'Liddell^Alice');
  const user = { username: 'alice', password: 'a-planted-word' };
  assert.equal((await reportOf(place, 'instance', '', { user })).Review.User, 'alice');
}, { user: { username: 'alice', password: 'a-planted-word' } });

// Other answers of a server than it gives of itself here.
const answers = [
  [401, /asks you to log in again/],
  [403, /You may not review: said so/],
  [404, /were deleted: said so/],
  [503, /is not ready: said so/],
  [400, /did not take the review: said so/],
  [409, /did not take the review: said so/],
];

pageTest('every refusal is told in words, and the draft stays', async ({ page }) => {
  const place = await resource('square#refused');
  await openReview(page, place);
  await press(page, /^Accept remaining/);
  for (const [status, words] of answers) {
    await page.unroute('**/vlm/review');
    const body = JSON.stringify({ HttpStatus: status, Message: 'said so', Details: {} });
    await page.route('**/vlm/review', (route) => route.fulfill({ status, body, contentType: 'application/json' }));
    await press(page, save);
    await page.getByText(words).waitFor();
    await page.getByText('1 of 1 findings decided').waitFor();
  }
  await page.unroute('**/vlm/review');
  await saved(page);
}, { allow: [/status of (40\d|503)/] });

pageTest('a server that is started again takes the review', async ({ page }) => {
  const user = { username: 'alice', password: 'a-planted-word' };
  const place = await resource('guarded#restart');
  await openReview(page, place);
  await press(page, /^Accept remaining/);
  await act('stop', 'guarded');
  await press(page, save);
  await page.getByText(/The server cannot be reached/).waitFor();
  await act('start', 'guarded');
  await saved(page);
  assert.equal((await reportOf(place, 'instance', '', { user })).Review.Revision, 1);
  complaintsOf(page);  // of the time without a server
}, { user: { username: 'alice', password: 'a-planted-word' } });

pageTest('an analysis that is deleted meanwhile is told', async ({ page }) => {
  const place = await resource('square#deletedInReview');
  await openReview(page, place);
  await press(page, /^Accept remaining/);
  await rest(`${place.url}/instances/${place.instance}`, { method: 'DELETE' });
  if (await desk(page).getByRole('button', { name: save }).isVisible()) {
    await press(page, save);
  }
  await page.getByText(/deleted/i).first().waitFor();
  complaintsOf(page);
}, { allow: [/status of 404/] });

pageTest('what is analysed again meanwhile can still be saved', async ({ page }) => {
  const place = await resource('square#again');
  await openReview(page, place);
  await press(page, /^Accept remaining/);
  await act('analyze', 'main', 'instances', place.instance, 'honest');
  await page.getByText('This analysis is no longer the newest').waitFor();
  await saved(page);
  const old = await rest(`${place.url}/vlm/analyses/${place.analysis}`);
  assert.equal(old.Revision, 1);
  await page.getByText('No human has reviewed this yet.').waitFor();
});

pageTest('nothing of one page is in another one\'s draft', async () => {
  const [{ url }, place] = [await server('main'), await resource('square#separate')];
  const contexts = await Promise.all([newContext(), newContext()]);
  const [mine, other] = await Promise.all(contexts.map((context) => context.newPage()));
  await openReview(mine, { ...place, url });
  await press(mine, /^Accept remaining/);
  await openReview(other, { ...place, url });
  await other.getByText('0 of 1 findings decided').waitFor();
  await Promise.all(contexts.map((context) => context.close()));
});
