export function RecordSession() { return null; }
