"""Verbs and states that are said of any deed: a noun beside them tells of which."""

GENERIC = (
    r"booked|made|processed|completed|finali[sz]ed|confirmed|set (?:it |that )?up|arranged|"
    r"sorted|"
    r"handled|dealt with|actioned|taken care of|took care of|seen to|saw to|wrapped up|pushed|"
    r"put|"
    r"filed|logged|submitted|lodged|registered|opened|started|initiated|created|raised|begun|"
    r"began|"
    r"kicked off|launched|entered|requested|issued|approved|scheduled|done|performed|carried out|"
    r"executed|set|accepted|taken on|sent|released|placed|noted|saved|"
    r"recorded|activated|prepared|generated|triggered|cleared|secured|"
    r"eröffnet|angelegt|erstellt|eingeleitet|veranlasst|gestartet|bestätigt|erledigt|vorgenommen|"
    r"bearbeitet|ausgeführt|durchgeführt|abgeschlossen|aufgenommen|hinterlegt"
)
"""Verbs that do anything: what they did is told by the noun beside them."""
DONE = (
    rf"{GENERIC}|complete|through|in place|active|live|in (?:the|our) (?:system|queue)|changed|"
    rf"updated|swapped|cancell?ed|added|amended|refunded|on file|under ?way|in progress|"
    r"in motion|open|all set|good to go|successful|on (?:its|the) way|ready|yours|rolling|"
    r"taken effect|gone through|went through|come through|came through|now on|official|in hand|"
    r"set up|sorted out|taken|received|collected|a done deal|"
    r"up to date|fertig|durch|unterwegs|aktiv"
)
"""What a noun of a deed is when it is done."""
DOING = (
    r"keeping|holding|saving|guarding|setting|putting|reserving|adding|cancell?ing|refunding|"
    r"processing|"
    r"opening|arranging|transferring|connecting|passing|handing|sending|applying|updating|"
    r"changing|"
    r"booking|sorting|removing|placing|stopping|redirecting|crediting|returning|starting|raising|"
    r"popping|dropping|bringing|looping|getting|taking|emptying|exchanging|swapping|redeeming|"
    r"forwarding|escalating|storing|minding|hanging|looking after"
)
"""Verbs of a deed that is said to go on just now."""
