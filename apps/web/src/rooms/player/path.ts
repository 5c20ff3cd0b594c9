import type { ScenarioView } from '../../api/types';

export interface Step {
  situation: string;
  choice: string;
}
type Situation = ScenarioView['situations'][number];
type Ending = ScenarioView['endings'][number];
type Choice = Situation['choices'][number];

export interface Walk {
  /** Each step taken, with what was chosen. */
  taken: { situation: Situation; choice: Choice }[];
  /** Where the path stands now: one of the two is set. */
  situation: Situation | null;
  ending: Ending | null;
}

/** Follows a kept path through a scenario; null when the path does not fit it (another version of the course). */
export function walk(scenario: ScenarioView, path: Step[]): Walk | null {
  let at = scenario.start;
  const taken: Walk['taken'] = [];
  for (const step of path) {
    const situation = scenario.situations.find((each) => each.id === at);
    const choice = situation?.choices.find((each) => each.id === step.choice);
    if (!situation || !choice || step.situation !== at) return null;
    taken.push({ situation, choice });
    at = choice.to;
  }
  const situation = scenario.situations.find((each) => each.id === at) ?? null;
  const ending = scenario.endings.find((each) => each.id === at) ?? null;
  return situation || ending ? { taken, situation, ending } : null;
}
