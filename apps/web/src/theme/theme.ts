import {
  ActionIcon,
  Button,
  createTheme,
  type MantineColorsTuple,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Textarea,
  TextInput,
} from '@mantine/core';

const blue: MantineColorsTuple = [
  '#ecf2fe',
  '#d8e5fd',
  '#b1cefb',
  '#86aff9',
  '#4c87f6',
  '#256ef4',
  '#0b50d0',
  '#083891',
  '#052561',
  '#03163a',
];
const gray: MantineColorsTuple = [
  '#f4f5f6',
  '#e6e8ea',
  '#cdd1d5',
  '#b1b8be',
  '#8a949e',
  '#6d7882',
  '#58616a',
  '#464c53',
  '#33363d',
  '#1e2124',
];
const red: MantineColorsTuple = [
  '#fdefec',
  '#fcdfd9',
  '#f7afa1',
  '#f48771',
  '#f05f42',
  '#de3412',
  '#bd2c0f',
  '#8a240f',
  '#5c180a',
  '#390d05',
];

const field = { size: 'md' } as const;

/** Mantine dressed in the values of theme/tokens.css; text sizes are those of KRDS, 17 px body on desktop. */
export const theme = createTheme({
  colors: { blue, gray, red },
  primaryColor: 'blue',
  primaryShade: 5,
  black: '#1e2124',
  fontFamily:
    "'Pretendard GOV Variable', 'Pretendard GOV', -apple-system, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Malgun Gothic', sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.875rem', sm: '0.9375rem', md: 'var(--body)', lg: '1.1875rem', xl: '1.375rem' },
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '14px', xl: '20px' },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'md', radius: 'md' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 'lg', variant: 'subtle', color: 'gray.7' } }),
    TextInput: TextInput.extend({ defaultProps: field }),
    PasswordInput: PasswordInput.extend({ defaultProps: field }),
    NumberInput: NumberInput.extend({ defaultProps: field }),
    Textarea: Textarea.extend({ defaultProps: field }),
    NativeSelect: NativeSelect.extend({ defaultProps: field }),
  },
});
