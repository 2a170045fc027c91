import { formatPrice } from './format-price.mjs';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);

const STYLE = `
  body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; }
  li { display: flex; gap: 1rem; padding: 0.4rem 0; border-bottom: 1px solid #ddd; }
  .name { flex: 1; }
  footer { position: fixed; right: 1rem; bottom: 0.5rem; color: #888; font-size: 0.8rem; }
`;

const SCRIPT = `
  for (const button of document.querySelectorAll('button')) {
    button.addEventListener('click', async () => {
      const body = JSON.stringify({ sku: button.value, quantity: 1 });
      const response = await fetch('/orders', { method: 'POST', body });
      const answer = await response.json();
      document.querySelector('output').textContent =
        response.ok ? 'Ordered: ' + answer.id : answer.message;
    });
  }
`;

/** The page of the shop: what it sells, and which version says so. */
export function renderPage({ products, version }) {
  const items = products.map(
    (product) => `
      <li>
        <span class="name">${escapeHtml(product.name)}</span>
        <span class="left">${escapeHtml(product.stock.left)} left</span>
        <span class="price">${escapeHtml(formatPrice(product))}</span>
        <button value="${escapeHtml(product.sku)}">Order</button>
      </li>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Storefront</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <h1>Storefront</h1>
    <ul>${items.join('')}
    </ul>
    <output></output>
    <footer>version ${escapeHtml(version)}</footer>
    <script>${SCRIPT}</script>
  </body>
</html>
`;
}
