package io.github.openrouterproxy.monitor.pages;

/** One page: decides, and says what to show. Request threads. */
interface Page {
    default Reply read(Visit visit) {
        return Reply.Message.NOT_FOUND;
    }

    /** A form was sent; it is known to come from a page of ours. */
    default Reply submit(Visit visit) {
        return Reply.Message.NOT_FOUND;
    }
}
