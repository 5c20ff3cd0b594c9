/** Prints one element and nothing else: the page around it hides itself for the time of the print. */
export function printOnly(element: HTMLElement, title: string): void {
  const copy = document.createElement('div');
  copy.className = 'print-sheet';
  copy.append(...Array.from(element.childNodes, (node) => node.cloneNode(true)));
  const before = document.title;
  document.title = title;
  document.body.append(copy);
  document.body.dataset['printing'] = 'sheet';
  const restore = (): void => {
    copy.remove();
    delete document.body.dataset['printing'];
    document.title = before;
    window.removeEventListener('afterprint', restore);
  };
  window.addEventListener('afterprint', restore);
  window.print();
}
