// Style sheets are for browsers; jsdom lays nothing out.
module.exports = {};
