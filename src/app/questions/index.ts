export { loadQuestions } from './load-questions.ts';
export { topics, type Question } from './question.ts';
