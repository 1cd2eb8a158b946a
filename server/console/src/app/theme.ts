/**
 * Colours and measures of the console: a deep red on calm neutral grounds. Every text colour here reaches 4.5 : 1 on the
 * ground it is used on, in light and in dark.
 */
import { createTheme } from '@mantine/core';

export const consoleTheme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 6 },
  colors: {
    brand: [
      '#fdf2f1',
      '#f9e0dd',
      '#f2bfba',
      '#e99a93',
      '#e0766d',
      '#d0504a',
      '#bd332f',
      '#a61c1c',
      '#8a1416',
      '#6c0e11',
    ],
    gray: [
      '#f7f8fa',
      '#eff1f4',
      '#e3e6eb',
      '#d3d8df',
      '#bcc3cd',
      '#98a1ae',
      '#6f7985',
      '#4d5662',
      '#363d47',
      '#1f242b',
    ],
    dark: [
      '#e4e7eb',
      '#c2c8d0',
      '#a4acb7',
      '#7b8592',
      '#414954',
      '#313842',
      '#252a32',
      '#1b1f25',
      '#14171c',
      '#0e1013',
    ],
  },
  fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
  headings: {
    fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.4' },
      h2: { fontSize: '1.125rem', lineHeight: '1.5' },
      h3: { fontSize: '1rem', lineHeight: '1.5' },
    },
  },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.55', lg: '1.6', xl: '1.65' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** What differs from Mantine's own variables: quieter grounds, and dimmed and error text that people can read. */
export const consoleVariables = {
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#5b6472',
    '--mantine-color-placeholder': '#6b7480',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#17529e',
    '--ground': '#f4f5f7',
    '--surface': '#ffffff',
    '--surface-sunk': '#f7f8fa',
    '--line': '#e3e6eb',
    '--text': '#1f242b',
    '--accent': '#a61c1c',
    '--accent-wash': '#fbeceb',
    '--focus': '#1f66c1',
  },
  dark: {
    '--mantine-color-body': '#1b1f25',
    '--mantine-color-dimmed': '#a4acb7',
    '--mantine-color-placeholder': '#98a1ae',
    '--mantine-color-error': '#ff9a90',
    '--mantine-color-anchor': '#8fc0ff',
    '--ground': '#14171c',
    '--surface': '#1b1f25',
    '--surface-sunk': '#171a20',
    '--line': '#313842',
    '--text': '#e4e7eb',
    '--accent': '#f2a29c',
    '--accent-wash': '#3a2024',
    '--focus': '#7db4f5',
  },
};
