/* report-page.js FOLDER: what tests/system/report-page asks of the pages in FOLDER. */
'use strict';
const { chromium } = require('playwright-core');
const assert = require('assert');
const folder = process.argv[2];
const shots = process.env.SHOTS;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update'];
let passed = 0;
let failed = 0;

/* Opens a page; whatever it says on its console or asks of the network is a fault. */
async function open(browser, name, options) {
  const page = await browser.newPage(options);

  page.faults = [];
  page.on('console', (m) => page.faults.push(`console: ${m.text()}`));
  page.on('pageerror', (e) => page.faults.push(`error: ${e.message}`));
  const leaves = (r) => !/^(file|data):/.test(r.url());
  page.on('requestfinished', (r) => leaves(r) && page.faults.push(`request: ${r.url()}`));
  page.on('requestfailed', (r) => leaves(r) && r.failure().errorText !== 'csp' &&
    page.faults.push(`request: ${r.url()} ${r.failure().errorText}`));
  page.on('dialog', (d) => { page.faults.push('dialog'); d.dismiss(); });
  await page.goto(`file://${folder}/${name}.html`);
  return page;
}

/* The table of addresses is the one with a filter. */
const table = 'section.list:has(input)';
const names = (page) => page.$$eval(`${table} tbody tr`, (rows) =>
  rows.filter((r) => !r.hidden).map((r) => r.cells[0].textContent.trim()));
const numbers = (page) => page.$$eval(`${table} tbody tr`, (rows) =>
  rows.filter((r) => !r.hidden).map((r) => Number(r.cells[1].getAttribute('data-v'))));

const wide = { viewport: { width: 1280, height: 900 } };
const tests = {
  async 'charts are drawn, with axes'(browser) {
    const page = await open(browser, 'full', wide);
    const bars = await page.$$eval('.plot rect', (all) => all.map((r) => r.getBoundingClientRect().height));

    assert(bars.length > 10 && bars.every((h) => h > 0), 'bars have a height');
    assert(await page.$$eval('.ticks span', (all) => all.length) >= 3);
    assert(await page.$$eval('.labels span', (all) => all.length) >= 3);
    assert(await page.$$eval('.bars i', (all) => all.filter((i) => i.getBoundingClientRect().width > 0).length) > 8);
    return page;
  },
  async 'a point of the chart tells its numbers, by mouse and by key'(browser) {
    const page = await open(browser, 'full', wide);

    await page.locator('.plot').scrollIntoViewIfNeeded();
    const box = await (await page.$('.plot')).boundingBox();
    await page.mouse.move(box.x + 6, box.y + box.height / 2);
    assert.match(await page.textContent('.tip'), /^2026-03-01/);
    await page.focus('.plot');
    await page.keyboard.press('ArrowRight');
    assert.match(await page.textContent('.tip'), /^2026-03-02/);
    await page.keyboard.press('Escape');
    assert(await page.$eval('.tip', (tip) => tip.hidden));
    return page;
  },
  async 'columns sort, up and down, and say so'(browser) {
    const page = await open(browser, 'full', wide);
    const head = page.locator(`${table} thead th`);

    assert.strictEqual(await head.nth(1).getAttribute('aria-sort'), 'descending');
    await page.click(`${table} .more`);
    await head.nth(1).locator('button').click();
    assert.strictEqual(await head.nth(1).getAttribute('aria-sort'), 'ascending');
    let got = await numbers(page);
    assert(got.length > 100);
    assert.deepStrictEqual(got, [...got].sort((a, b) => a - b));
    await head.nth(0).locator('button').focus();
    await page.keyboard.press('Enter');
    assert.strictEqual(await head.nth(0).getAttribute('aria-sort'), 'ascending');
    assert.strictEqual(await head.nth(1).getAttribute('aria-sort'), null);
    got = await names(page);
    assert.deepStrictEqual(got, [...got].sort((a, b) => a.localeCompare(b)));
    return page;
  },
  async 'a filter leaves the rows that hold its words'(browser) {
    const page = await open(browser, 'full', wide);
    const before = (await names(page)).length;

    await page.fill(`${table} input`, 'POST.example.net');
    const got = await names(page);
    assert(got.length > 0 && got.every((name) => name.includes('post.example.net')));
    await page.fill(`${table} input`, 'no such thing');
    assert.deepStrictEqual(await names(page), []);
    await page.fill(`${table} input`, '');
    assert.strictEqual((await names(page)).length, before);
    return page;
  },
  async 'what mails say is text, and runs nowhere'(browser) {
    const page = await open(browser, 'full', wide);

    assert.strictEqual(await page.evaluate(() => window.hacked), undefined);
    assert.strictEqual(await page.$$eval('img', (all) => all.length), 0);
    assert.strictEqual(await page.$$eval('script', (all) => all.length), 1);
    assert((await page.textContent('main')).includes('<script>window.hacked=1</script>'));
    return page;
  },
  async 'no other script runs, whoever puts it there'(browser) {
    const page = await open(browser, 'full', wide);

    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      document.body.appendChild(script);
      const image = new Image();
      image.src = 'http://tracker.example/x';
    });
    await page.waitForTimeout(200);
    assert.strictEqual(await page.evaluate(() => window.hacked), undefined);
    assert(page.faults.length >= 2 && page.faults.every((f) => /Content Security Policy/.test(f)), page.faults.join());
    page.faults = [];
    return page;
  },
  async 'light and dark, by the system and by hand'(browser) {
    const page = await open(browser, 'full', { ...wide, colorScheme: 'dark' });
    const shade = () => page.$eval('body', (b) => Number(/\d+/.exec(getComputedStyle(b).backgroundColor)[0]));

    assert(await shade() < 60);
    await page.click('#theme');
    assert(await shade() > 200);
    await page.reload();
    assert(await shade() > 200, 'it is remembered');
    return page;
  },
  async 'a page of nothing says so'(browser) {
    const page = await open(browser, 'empty', wide);

    assert.match(await page.textContent('main'), /nothing to report/);
    assert.strictEqual(await page.$$eval('section', (all) => all.length), 1);
    return page;
  },
  async 'it speaks German'(browser) {
    const page = await open(browser, 'german', wide);

    assert.strictEqual(await page.getAttribute('html', 'lang'), 'de');
    assert.match(await page.textContent('h1'), /^Rückläufer$/);
    return page;
  },
};

for (const name of ['full', 'empty', 'german'])
  for (const width of [390, 768, 1280])
    for (const colorScheme of ['light', 'dark'])
      tests[`${name} at ${width} pixels, ${colorScheme}, fits`] = async (browser) => {
        const page = await open(browser, name, { viewport: { width, height: 844 }, colorScheme });
        const inner = await page.evaluate(() => document.documentElement.scrollWidth);

        assert(inner <= width, `${inner} pixels`);
        if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true });
        return page;
      };
tests['text stands out from its ground'] = async (browser) => {
  let page;

  for (const colorScheme of ['light', 'dark']) {
    if (page) await page.close();
    page = await open(browser, 'full', { ...wide, colorScheme });
    const poor = await page.evaluate(() => {
      const light = (c) => c.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
      const ground = (e) => {
        for (; e; e = e.parentElement) {
          const c = parse(getComputedStyle(e).backgroundColor);
          if (c.length === 3 || c[3] > 0) return c.slice(0, 3);
        }
        return [255, 255, 255];
      };
      return [...document.querySelectorAll('h1,h2,h3,p,small,code,th,td,a,button,strong,b,time,summary,footer,.ticks i,.labels span')]
        .filter((e) => e.offsetParent && e.textContent.trim())
        .map((e) => {
          const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(ground(e));
          return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.className || e.tagName];
        }).filter((x) => x[0] < 4.5).map(String);
    });
    assert.deepStrictEqual(poor, []);
  }
  return page;
};
tests['it can be printed'] = async (browser) => {
  const page = await open(browser, 'full', { ...wide, colorScheme: 'dark' });
  const paper = await page.pdf({ format: 'A4', path: shots ? `${shots}/print.pdf` : undefined });

  await page.emulateMedia({ media: 'print' });
  assert(paper.length > 10000);
  assert.strictEqual(await page.$eval('body', (b) => getComputedStyle(b).backgroundColor), 'rgb(255, 255, 255)');
  assert(await page.$eval('#theme', (b) => b.offsetParent === null));
  return page;
};

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });

  for (const [name, test] of Object.entries(tests)) {
    try {
      const page = await test(browser);

      assert.deepStrictEqual(page.faults, []);
      await page.close();
      passed++;
    } catch (e) {
      console.log(`report-page: ${name}: ${e.message}`);
      failed++;
    }
  }
  await browser.close();
  console.log(`report-page: ${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
})();
