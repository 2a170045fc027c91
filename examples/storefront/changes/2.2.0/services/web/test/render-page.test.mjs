import { renderPage } from '../src/render-page.mjs';

const mug = { sku: 'mug', name: 'Enamel mug', priceCents: 1250, stock: { left: 7 } };

test('lists the products and names the version', () => {
  const page = renderPage({ products: [mug], version: '1.0.0' });
  expect(page).toContain('Enamel mug');
  expect(page).toContain('12.50');
  expect(page).toContain('version 1.0.0');
});

test('says how many of a product are left', () => {
  expect(renderPage({ products: [mug], version: '1.0.0' })).toContain('7 left');
});

test('shows names as text, never as markup', () => {
  const product = { ...mug, name: '<script>alert("tide")</script>' };
  const page = renderPage({ products: [product], version: '1.0.0' });
  expect(page).toContain('&lt;script&gt;alert(&quot;tide&quot;)&lt;/script&gt;');
});
