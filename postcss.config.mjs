// Tailwind 4 as PostCSS plugin; nothing else touches the styles.
export default { plugins: { '@tailwindcss/postcss': {} } };
