import type { ElementType, ReactNode } from 'react';

import classes from './Card.module.css';

interface Props {
  as?: ElementType;
  label?: string;
  labelledBy?: string;
  tone?: 'plain' | 'quiet' | 'earth' | 'blue';
  children: ReactNode;
}

export function Card({ as: Element = 'section', label, labelledBy, tone = 'plain', children }: Props) {
  return (
    <Element className={classes.card} data-tone={tone} aria-label={label} aria-labelledby={labelledBy}>
      {children}
    </Element>
  );
}
