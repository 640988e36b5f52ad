// The house style as rules: what the style page asks for and a machine can see. Each block says what it guards.
import tseslint from 'typescript-eslint';

/** A development tool or a test may do what the product may not: read the environment, print, make its own clock. */
const tooling = ['local/**', 'test/**', 'demo/**', 'bench/**', 'checks/**'];
/** Folders whose results follow from their arguments alone. */
const pure = ['law/**', 'identity/**', 'generator/**', 'broker/routing/**', 'adapters/*/translate.ts'];

const enumSyntax = { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' };
const barrelSyntax = { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that owns the subject.' };
const newErrorSyntax = {
  selector: 'ThrowStatement > NewExpression[callee.name=/^(Error|TypeError|RangeError)$/]',
  message: 'Throw a HubError of the catalogue, so that REST, logs and docs agree.',
};
const environment = { object: 'process', property: 'env', message: 'Only config/config.ts reads the environment.' };
const wallClock = { object: 'Date', property: 'now', message: 'Take the clock as an argument.' };
const chance = { object: 'Math', property: 'random', message: 'Take randomness as an argument.' };
const newDateSyntax = { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the clock as an argument.' };

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.data/', 'console/', 'bench/results/', '**/*.generated.ts', '**/*.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Types: nothing slips past the compiler.
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // Promises: none is forgotten, and a catch sees what it guards.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      // A function that answers with a promise keeps that promise also where today it has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Most of our objects are closures, whose methods know no `this`; for a class, the first call in a test tells.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Shape: one subject a file, one thing a function.
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      complexity: ['error', 10],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } }],
      'no-restricted-imports': ['error', { paths: [{ name: 'node:process', importNames: ['env'], message: environment.message }] }],
      'no-restricted-properties': ['error', environment],
      'no-restricted-syntax': ['error', enumSyntax, barrelSyntax],
    },
  },
  {
    // Errors that leave the hub are of the catalogue; a simulator is another system and fails in its own way.
    files: ['broker/**/*.ts', 'services/**/*.ts', 'adapters/**/*.ts'],
    ignores: ['adapters/*/simulator/**'],
    rules: { 'no-restricted-syntax': ['error', enumSyntax, barrelSyntax, newErrorSyntax] },
  },
  {
    files: pure.map((folder) => (folder.endsWith('.ts') ? folder : `${folder}/*.ts`)),
    rules: {
      'no-restricted-properties': ['error', environment, wallClock, chance],
      'no-restricted-syntax': ['error', enumSyntax, barrelSyntax, newDateSyntax],
    },
  },
  {
    files: ['broker/routing/**/*.ts', 'adapters/*/translate.ts'],
    rules: { 'no-restricted-syntax': ['error', enumSyntax, barrelSyntax, newErrorSyntax, newDateSyntax] },
  },
  {
    files: ['config/config.ts', ...tooling.map((folder) => `${folder}/*.ts`)],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
  { files: ['cli/**/*.ts', 'broker/main.ts', ...tooling.map((folder) => `${folder}/*.ts`)], rules: { 'no-console': 'off' } },
  {
    // describe() holds a whole subject, and a test tells its story from top to bottom.
    files: ['test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  { files: ['**/*.config.ts', '**/*.d.ts'], rules: { 'no-restricted-exports': 'off' } },
);
