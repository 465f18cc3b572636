export { planBudgets, type BudgetOptions, type BudgetPlan } from './budget-plans.ts';
export { planAll, type Plan, type PlanOptions, type PlanStep } from './plan-all.ts';
