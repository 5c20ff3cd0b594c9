import type { Ref } from 'react';

import classes from './Prose.module.css';

interface Props {
  /** Rendered and sanitised by the server from an author's Markdown; never anything a reader typed. */
  html: string;
  language?: string;
  size?: 'normal' | 'large' | 'compact';
  ref?: Ref<HTMLDivElement>;
  inline?: boolean;
}

/** The one place where the server's HTML enters the page. */
export function Prose({ html, language, size = 'normal', inline = false, ref }: Props) {
  const inner = { __html: html };
  if (inline)
    return <span className={classes.prose} data-size={size} lang={language} dangerouslySetInnerHTML={inner} />;
  return <div ref={ref} className={classes.prose} data-size={size} lang={language} dangerouslySetInnerHTML={inner} />;
}
