// Health Alert Network
export { hanCategories, hanCategoryOf, hanDefaults, withHanCategory } from "./han/han-category.ts";
export type { HanCategory, HanDefaults } from "./han/han-category.ts";
export { readPhinParameters, withPhinParameters } from "./han/phin-parameters.ts";
export type { PhinParameters } from "./han/phin-parameters.ts";
