/** A module of this workspace with state. */
let count = 0;

exports.next = () => (count += 1);
