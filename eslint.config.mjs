import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// Every rule of strictTypeChecked holds everywhere; what is loosened says why.
export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.data/**', 'apps/web/src/api/schema.ts', '*.cjs'] },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
      },
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest modules and controllers are classes without members, made by their decorators.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `process.env[...]` under noPropertyAccessFromIndexSignature.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Nest types its options as classes; they are object literals by its own documentation.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    // The router's way to send somebody elsewhere is to throw what `redirect` returns.
    files: ['apps/web/src/app/router.tsx'],
    rules: { '@typescript-eslint/only-throw-error': 'off' },
  },
  {
    // Settings are read once, by the start files, into a frozen object.
    files: ['apps/{api,worker,cli}/**/*.ts', 'libs/**/*.ts'],
    ignores: ['**/main.ts', 'apps/cli/src/context.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings come from #libs/config, injected.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Bodies of responses are of any shape until a test says which.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
);
