export const learn = {
  title: 'My learning',
  lead: 'Hello, {{name}}. You can go on where you stopped.',
  now: 'What you are learning',
  done: 'What you finished',
  go: 'Go on',
  goNamed: 'Go on with {{title}}',
  again: 'Look again',
  againNamed: 'Look at {{title}} again',
  progress: '{{done}} of {{total}} done.',
  emptyTitle: 'You have not started anything yet',
  emptyBody: 'When your teacher opens a course for the class, it shows up here. You may look around until then.',
  browse: 'Look at courses',
  stays: 'What is kept?',
};

export const stays = {
  title: 'What is kept?',
  lead: 'This tells you what stays when you learn in Madang, and who can see it.',
  keptTitle: 'What Madang keeps',
  kept: [
    'The name you use here (a made-up one is fine), your class and your number',
    'Which courses you started, how far you got and how long it took',
    'The answers you chose in questions and stories',
    'What you write for yourself is kept only if you save it. It is locked, and your teacher cannot read it either.',
  ],
  notTitle: 'What Madang does not keep',
  not: [
    'Your phone number, e-mail, home address or picture',
    'Where you are',
    'Whose hand went up when the class voted',
  ],
  seesTitle: 'Who can see it?',
  sees: [
    'Only you can see your answers and your score.',
    'Your teacher can see how many in the class have finished. With fewer than ten pupils even that number is hidden.',
    'Your teacher can see your name, number and user name; your password only once, when the card is made.',
    'The education office only sees whether the class had its human rights lessons.',
  ],
  rightsTitle: 'What you can do',
  rights: [
    'You can ask what is kept about you.',
    'You can ask to have mistakes put right, and to have things deleted.',
    'Tell your teacher or someone who looks after you, and they will help. Asking never gets you into trouble.',
  ],
};
