"""Read by gunicorn by itself: an access log, when one is wanted, holds no secret of a link."""

from gunicorn.glogging import Logger

from buurtpreventie.logs import HideTokens


class DiscreetLogger(Logger):
    """The usual logs, with the secrets of links hidden."""

    def setup(self, cfg):
        """Called by gunicorn once per process."""
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.addFilter(HideTokens())


logger_class = DiscreetLogger
