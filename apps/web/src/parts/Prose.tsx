import { useQuery } from '@tanstack/react-query';
import type { Ref } from 'react';

import { queries } from '../api/queries';

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
  const me = useQuery({ ...queries.me(), enabled: false }).data;
  const inner = { __html: me?.accommodations.textOnly === true ? inWords(html) : html };
  if (inline)
    return <span className={classes.prose} data-size={size} lang={language} dangerouslySetInnerHTML={inner} />;
  return <div ref={ref} className={classes.prose} data-size={size} lang={language} dangerouslySetInnerHTML={inner} />;
}

/** Figures in the words that authors gave them, for whoever chose to have text only. */
export function inWords(html: string): string {
  return html.replace(/<img\b[^>]*?\balt="([^"]*)"[^>]*>/g, '<span>[$1]</span>');
}
