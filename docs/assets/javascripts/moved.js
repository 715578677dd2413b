// A page that was renamed: go to its new address, to the same record of it.
location.replace(document.querySelector("link[rel=canonical]").href + location.hash);
