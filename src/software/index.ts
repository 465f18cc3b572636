export { productOf, type Product } from './product.ts';
