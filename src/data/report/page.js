(function () {
  'use strict';
  var FIRST = 12;
  var root = document.documentElement;

  function all(selector, below) {
    return Array.prototype.slice.call((below || document).querySelectorAll(selector));
  }

  /* Light or dark: as the system has it, until somebody says otherwise. */
  function theme() {
    var button = document.getElementById('theme');
    var dark = window.matchMedia('(prefers-color-scheme: dark)');
    var kept = null;

    try { kept = window.localStorage.getItem('retour-theme'); } catch (e) { kept = null; }
    if (kept === 'light' || kept === 'dark') root.setAttribute('data-theme', kept);
    button.hidden = false;
    button.addEventListener('click', function () {
      var now = root.getAttribute('data-theme') || (dark.matches ? 'dark' : 'light');
      var next = now === 'dark' ? 'light' : 'dark';

      root.setAttribute('data-theme', next);
      try { window.localStorage.setItem('retour-theme', next); } catch (e) { /* a page from a file */ }
    });
  }

  /* Which rows of a table are seen: those that pass the filter, and at first not all of them. */
  function list(section) {
    var table = section.querySelector('table.sort');
    var body = table.tBodies[0];
    var rows = all('tr', body);
    var input = section.querySelector('input');
    var output = section.querySelector('output');
    var more = null;
    var open = rows.length <= FIRST + 3;

    function show() {
      var wanted = input ? input.value.trim().toLowerCase() : '';
      var n = 0;

      all('tr', body).forEach(function (row) {
        var fits = wanted === '' || row.textContent.toLowerCase().indexOf(wanted) >= 0;

        if (fits) n++;
        row.hidden = !fits || (!open && wanted === '' && n > FIRST);
      });
      if (output) output.textContent = n + ' / ' + rows.length;
      if (more) more.hidden = open || wanted !== '';
    }

    function value(row, column) {
      var cell = row.cells[column];

      return cell.hasAttribute('data-v') ? Number(cell.getAttribute('data-v')) : cell.textContent.trim();
    }

    function sort(column, head) {
      var down = head.getAttribute('aria-sort') ? head.getAttribute('aria-sort') === 'ascending'
                                                : head.classList.contains('num');

      all('th', table.tHead).forEach(function (other) { other.removeAttribute('aria-sort'); });
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      rows = all('tr', body).map(function (row, i) { return { row: row, v: value(row, column), i: i }; })
        .sort(function (a, b) {
          var order = typeof a.v === 'number' ? a.v - b.v : a.v.localeCompare(b.v);

          return order === 0 ? a.i - b.i : down ? -order : order;
        }).map(function (x) { return x.row; });
      rows.forEach(function (row) { body.appendChild(row); });
      show();
    }

    all('th', table.tHead).forEach(function (head, i) {
      head.querySelector('button').addEventListener('click', function () { sort(i, head); });
    });
    if (input) input.addEventListener('input', show);
    if (!open) {
      more = document.createElement('button');
      more.type = 'button';
      more.className = 'more';
      more.textContent = '+ ' + (rows.length - FIRST);
      more.addEventListener('click', function () { open = true; show(); });
      section.appendChild(more);
      window.addEventListener('beforeprint', show);
    }
    show();
  }

  /* Tips of the chart; what they say stands in the table below it. */
  function chart(plot) {
    var section = plot.closest('section');
    var tip = plot.querySelector('.tip');
    var rows = all('table.days tbody tr', section);
    var heads = all('table.days thead th', section);
    var mark = document.createElement('div');
    var at = rows.length;

    function hide() {
      tip.hidden = true;
      mark.hidden = true;
    }

    function show(i) {
      var row = rows[at = i];
      var x = (i + 0.5) / rows.length;
      var half;

      tip.textContent = '';
      tip.appendChild(document.createElement('b')).textContent = row.cells[0].textContent;
      heads.slice(1).forEach(function (head, k) {
        var line = tip.appendChild(document.createElement('span'));

        line.textContent = head.textContent + ' ' + row.cells[k + 1].textContent;
        if (k + 2 < heads.length) tip.appendChild(document.createTextNode(' · '));
      });
      tip.hidden = mark.hidden = false;
      half = tip.offsetWidth / 2;
      tip.style.left = Math.min(Math.max(x * plot.clientWidth, half), plot.clientWidth - half) + 'px';
      mark.style.left = 100 * i / rows.length + '%';
      mark.style.width = 100 / rows.length + '%';
    }

    mark.className = 'mark';
    mark.hidden = true;
    plot.appendChild(mark);
    plot.addEventListener('pointermove', function (e) {
      var box = plot.getBoundingClientRect();
      var i = Math.floor((e.clientX - box.left) / box.width * rows.length);

      if (i >= 0 && i < rows.length) show(i);
    });
    plot.addEventListener('pointerleave', hide);
    plot.addEventListener('blur', hide);
    plot.addEventListener('keydown', function (e) {
      if (e.key === 'ArrowLeft') show(Math.max(at - 1, 0));
      else if (e.key === 'ArrowRight') show(Math.min(at + 1, rows.length - 1));
      else if (e.key === 'Escape') hide();
      else return;
      e.preventDefault();
    });
  }

  theme();
  all('section.list').forEach(list);
  all('.plot').forEach(chart);
})();
